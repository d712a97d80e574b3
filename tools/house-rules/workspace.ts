import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Content of a file by its path from the root. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Whether there is a file or a folder at this path from the root. */
export function hasProjectFile(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** Content of a file by its path from the root, or undefined where there is none. */
export function findProjectFile(path: string): string | undefined {
  return hasProjectFile(path) ? readProjectFile(path) : undefined;
}

/** Files that git tracks or would track, as paths from the root: what is ignored or deleted is left out. */
export function listProjectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  return [...new Set(listed.toString('utf8').split('\0'))].filter((path) => path && hasProjectFile(path));
}
