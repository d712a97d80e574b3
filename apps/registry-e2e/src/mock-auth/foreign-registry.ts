import { MockAuthControl, startMockAuth, type MockAuth } from '@margo-registry/mock-auth';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN = 20_000;

/** CNCF Distribution as the mock's preset sets it up: it trusts the mock's tokens, and nobody has told it anything else. */
export class ForeignRegistry {
  private constructor(
    private readonly parts: { child: ChildProcess; directory: string; auth: MockAuth },
    readonly control: MockAuthControl,
    /** `localhost:<port>`, as clients name a registry. */
    readonly host: string,
  ) {}

  static async start(program: string): Promise<ForeignRegistry> {
    const auth = await startMockAuth();
    const directory = await mkdtemp(join(tmpdir(), 'margo-foreign-registry-'));
    const port = await freePort();
    const host = `localhost:${port}`;
    // Both by one name: oras takes no realm of another name that is this machine, and crane none that is an address.
    const control = new MockAuthControl(auth.url.replace('127.0.0.1', 'localhost'));
    const { environment, files } = await control.getPreset('distribution');
    for (const { name, content } of files) await writeFile(join(directory, name), content);
    await writeFile(join(directory, 'config.yml'), configuration(directory, port));
    const child = spawn(program, ['serve', 'config.yml'], {
      cwd: directory,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none', ...environment },
    });
    const registry = new ForeignRegistry({ child, directory, auth }, control, host);
    await registry.ready();
    return registry;
  }

  async stop(): Promise<void> {
    const { child, directory, auth } = this.parts;
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill()) await ended;
    await auth.close();
    await rm(directory, { recursive: true, force: true });
  }

  fetch(path: string, token?: string): Promise<Response> {
    const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
    return fetch(`http://${this.host}${path}`, { headers });
  }

  private async ready(): Promise<void> {
    const end = Date.now() + READY_WITHIN;
    while (Date.now() < end && this.parts.child.exitCode === null) {
      const answer = await this.fetch('/v2/').catch(() => undefined);
      if (answer?.status === 401) return;
      await sleep(50);
    }
    await this.stop();
    throw new Error(`the registry did not ask for a token within ${READY_WITHIN} ms`);
  }
}

const configuration = (directory: string, port: number): string =>
  [
    'version: 0.1',
    'log: { level: error, accesslog: { disabled: true } }',
    `storage: { filesystem: { rootdirectory: ${join(directory, 'data')} }, delete: { enabled: true } }`,
    `http: { addr: "127.0.0.1:${port}" }`,
    '',
  ].join('\n');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
