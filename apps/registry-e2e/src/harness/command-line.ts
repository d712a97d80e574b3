import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const MARGO_REGISTRY = join(import.meta.dirname, '../../../registry/dist/cli/main.js');
const MARGO_CHECK = join(import.meta.dirname, '../../../margo-check/dist/main.js');
const ENDS_WITHIN = 60_000;

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** When a command is killed (SIGKILL): after milliseconds, or as soon as `until` says so, which is asked every 5 ms. */
export type Kill = number | { readonly until: () => Promise<boolean> };

export interface CommandOptions {
  readonly kill?: Kill;
  /** What stands on stdin. */
  readonly input?: string;
}

/** Runs `margo-registry` with these arguments and this environment alone; how it ended. */
export function margoRegistry(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  options: CommandOptions = {},
): Promise<EndedCommand> {
  return run([MARGO_REGISTRY, ...args], environment, options);
}

/** As {@link margoRegistry}, for `margo-check`. */
export function margoCheck(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<EndedCommand> {
  return run([MARGO_CHECK, ...args], environment, {});
}

async function run(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  { kill = ENDS_WITHIN, input = '' }: CommandOptions,
): Promise<EndedCommand> {
  const child = spawn(process.execPath, command, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
    timeout: typeof kill === 'number' ? kill : ENDS_WITHIN,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined).end(input);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  if (typeof kill !== 'number') await killWhen(child, kill.until);
  const [code] = await ended;
  return { code, ...output };
}

/** Resolves once it was killed or has ended by itself. */
async function killWhen(child: ChildProcess, isTime: () => Promise<boolean>): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await isTime()) child.kill('SIGKILL');
    await delay(5);
  }
}
