import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AzureSettings } from '../settings.js';

const READY_WITHIN = 30_000;

/** The account that every emulator has; its key is public. */
const ACCOUNT = {
  account: 'devstoreaccount1',
  accessKey: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

/** Microsoft's emulator of the blob service in a process of its own, in memory, on a free port of 127.0.0.1. */
export interface Azurite {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export async function startAzurite(): Promise<Azurite> {
  const folder = dirname(createRequire(import.meta.url).resolve('azurite/package.json'));
  const flags = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence', '--silent'];
  const child = spawn(
    process.execPath,
    [join(folder, 'dist/src/blob/main.js'), ...flags, '--disableTelemetry'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const timer = setTimeout(() => child.kill(), READY_WITHIN);
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(line) ?? [];
    if (url === undefined) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return { endpoint: `${url}/${ACCOUNT.account}`, stop: () => stop(child) };
  }
  throw new Error(`Azurite did not listen within ${READY_WITHIN} ms`);
}

/** Settings of a container that nobody else has. */
export function aContainer({ endpoint }: Azurite): AzureSettings {
  return { endpoint, ...ACCOUNT, container: `margo-${randomUUID()}`, prefix: '' };
}

async function stop(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL'); // it keeps nothing
  await exited;
}
