import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../registry/dist/cli/main.js');
const ENDS_WITHIN = 60_000;

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `margo-registry` with these arguments and this environment alone; how it ended. After `killAfter` milliseconds it gets a SIGKILL. */
export async function margoRegistry(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  killAfter = ENDS_WITHIN,
): Promise<EndedCommand> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
    timeout: killAfter,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
