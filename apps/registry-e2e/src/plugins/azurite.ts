import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { InstalledExample } from './installed-example.js';

/** Starts the emulator as the example's own specs do, prints settings of a container there, and ends with its caller. */
const SCRIPT = `
  const { aContainer, startAzurite } = await import(process.argv[1]);
  const azurite = await startAzurite();
  console.log(JSON.stringify(aContainer(azurite)));
  for await (const _ of process.stdin);
  await azurite.stop();
`;

/** Microsoft's emulator of the blob service, and the settings with which the example keeps blobs in it. */
export interface Azurite {
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startAzurite(example: InstalledExample): Promise<Azurite> {
  const entry = pathToFileURL(example.path('dist/testing/azurite.js')).href;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT, entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await exited;
  };
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { settings: JSON.parse(line) as Record<string, string>, stop };
}
