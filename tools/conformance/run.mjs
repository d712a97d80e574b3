// Runs the official OCI conformance programme against the built registry and gates its results.
// usage: node tools/conformance/run.mjs [--sparse]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, findJudge, skippedLine } from '../check/judges.mjs';
import { checkResults } from './gate.mjs';
import { startRegistry } from './registry-process.mjs';

const RUN_WITHIN = 300_000;

/** @param {string} programme @param {string} directory @param {{ host: string, isSparse: boolean }} run */
async function runProgramme(programme, directory, { host, isSparse }) {
  const output = createWriteStream(join(directory, 'output.txt'));
  await once(output, 'open');
  const child = spawn(programme, [], {
    stdio: ['ignore', output, output],
    timeout: RUN_WITHIN,
    env: {
      PATH: process.env.PATH,
      OCI_REGISTRY: host,
      OCI_TLS: 'disabled',
      OCI_VERSION: 'dev',
      OCI_REPO1: 'conformance/repo1',
      OCI_REPO2: 'conformance/repo2',
      OCI_DATA_SPARSE: String(isSparse),
      OCI_RESULTS_DIR: directory,
      OCI_LOG: 'warn',
    },
  });
  const [exitCode] = await once(child, 'exit');
  output.close();
  return exitCode;
}

async function main() {
  const isSparse = process.argv.includes('--sparse');
  const programme = findJudge('conformance');
  if (programme === undefined) return void console.log(skippedLine('conformance'));
  const directory = join(ROOT, 'results', isSparse ? 'conformance-sparse' : 'conformance');
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const registry = await startRegistry(isSparse ? { REGISTRY_MANIFESTS_REFERENCES: 'accept' } : {});
  const exitCode = await runProgramme(programme, directory, { host: registry.host, isSparse }).finally(
    registry.stop,
  );
  const { total, faults } = checkResults({ directory, exitCode, isSparse });
  const name = `conformance${isSparse ? ' with sparse manifests' : ''}`;
  if (faults.length === 0) return console.log(`${name}: ${total} results, every value is Pass`);
  console.log(`${name}: ${total} results, ${faults.length} faults (requests in ${directory})`);
  for (const fault of faults) console.log(`  ${fault}`);
  process.exitCode = 1;
}

await main();
