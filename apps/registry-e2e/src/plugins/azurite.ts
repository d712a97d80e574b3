import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { InstalledExample } from './installed-example.js';

/** Starts the emulator as the example's own specs do, in a process of its own, and prints settings of a container there. */
const SCRIPT = `
  const { aContainer, startAzurite } = await import(process.argv[1]);
  console.log(JSON.stringify(aContainer(await startAzurite())));
`;

/** Microsoft's emulator of the blob service, and the settings with which the example keeps blobs in it. */
export interface Azurite {
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startAzurite(example: InstalledExample): Promise<Azurite> {
  const entry = new URL(`file://${example.path('dist/testing/azurite.js')}`).href;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT, entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // so that both processes can be ended together
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    process.kill(-child.pid!, 'SIGTERM');
    await exited;
  };
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { settings: JSON.parse(line) as Record<string, string>, stop };
}
