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

export interface CommandOptions {
  /** Milliseconds after which it gets a SIGKILL. */
  readonly killAfter?: number;
  /** What stands on stdin. */
  readonly input?: string;
}

/** Runs `margo-registry` with these arguments and this environment alone; how it ended. */
export async function margoRegistry(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { killAfter = ENDS_WITHIN, input = '' }: CommandOptions = {},
): Promise<EndedCommand> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
    timeout: killAfter,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined).end(input);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
