import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../registry/dist/main.js');
const ENDS_WITHIN = 20_000;

export interface RefusedStart {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** Starts a registry that is expected to give up, with these variables alone, in a folder of its own; how it ended. */
export async function refusedStart(environment: Readonly<Record<string, string>>): Promise<RefusedStart> {
  const directory = await mkdtemp(join(tmpdir(), 'margo-registry-refused-'));
  const child = spawn(process.execPath, [MAIN], {
    cwd: directory,
    env: { PATH: process.env['PATH'], REGISTRY_HTTP_PORT: '0', ...environment },
    timeout: ENDS_WITHIN,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(directory, { recursive: true, force: true });
  return { code, ...output };
}
