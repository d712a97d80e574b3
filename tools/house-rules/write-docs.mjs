// Writes the generated pages of docs/reference. They are made from TypeScript sources, so the test that checks them makes them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--selectProjects',
  'house',
];
const { status } = spawnSync(process.execPath, [...jest, '--testPathPatterns', 'docs-current'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MARGO_DOCS: 'write' },
});
process.exitCode = status ?? 1;
