// Runs the unit tests and one test over HTTP with the current LTS of Node.
// usage: node tools/check/run-with-lts.mjs
import { execFileSync } from 'node:child_process';
import { ROOT } from './judges.mjs';
import { installLtsNode } from './lts-node.mjs';
import { jest } from './stages.mjs';

const { program, remove } = installLtsNode();
const RUNS = [
  ['--selectProjects', 'unit'],
  ['--selectProjects', 'e2e', '--testPathPatterns', 'protocol/blobs'],
];

try {
  console.log(`Node ${execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()}`);
  for (const parameters of RUNS) {
    const [, ...command] = jest(parameters, program);
    execFileSync(program, command, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  }
} catch (error) {
  // Jest has said what failed; anything else is said here.
  if (error instanceof Error && !('status' in error && error.status === 1)) console.error(error.message);
  process.exitCode = 1;
} finally {
  remove();
}
