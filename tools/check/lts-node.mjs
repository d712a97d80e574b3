import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Major version of Node under long-term support; the least one that the project needs is in package.json. */
export const LTS = '24';

/**
 * Installs that Node from npm into a temporary folder.
 *
 * @returns {{ program: string, remove: () => void }}
 */
export function installLtsNode() {
  const directory = mkdtempSync(join(tmpdir(), 'margo-node-'));
  const parameters = [
    'install',
    '--prefix',
    directory,
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    `node@${LTS}`,
  ];
  // In the folder itself: npm run from the project would read its settings and workspaces.
  execFileSync('npm', parameters, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  const program = join(directory, 'node_modules/node/bin/node');
  return { program, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
