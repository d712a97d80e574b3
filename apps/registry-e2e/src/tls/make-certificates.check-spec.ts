import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { readGuide } from '../harness/guide.js';
import { RunningRegistry } from '../harness/running-registry.js';

const execute = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../../../tools/make-certificates');

describeWithServers('tools/make-certificates', ['openssl'], ({ openssl }) => {
  let folder: string;
  let registry: RunningRegistry;

  const make = (...names: string[]) => execute(SCRIPT, [folder, ...names]);
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'margo-certificates-'));
    await make('localhost', '127.0.0.1');
    const environment = {
      REGISTRY_HTTP_TLS_CERT: file('server.crt'),
      REGISTRY_HTTP_TLS_KEY: file('server.key'),
    };
    registry = await RunningRegistry.start({ environment });
  });
  afterAll(async () => {
    await registry?.stop();
    await rm(folder, { recursive: true });
  });

  const ping = async (host: string): Promise<number | undefined> => {
    const ca = await readFile(file('ca.crt'));
    const url = new URL('/v2/', registry.url);
    const asked = request({ host: url.hostname, port: url.port, path: '/v2/', servername: host, ca }).end();
    const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };

  it('makes a chain that openssl accepts under its strict rules', async () => {
    const { stdout } = await execute(openssl, [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-CAfile',
      file('ca.crt'),
      file('server.crt'),
    ]);
    expect(stdout).toMatch(/: OK$/m);
  });

  it('makes a registry that a client trusts by the authority, under each of its names and no other', async () => {
    expect(await ping('localhost')).toBe(200);
    await expect(ping('elsewhere.example')).rejects.toThrow(/altnames/i);
  });

  it('leaves both keys readable for their owner alone, and nothing else behind', async () => {
    expect((await readdir(folder)).sort()).toEqual(['ca.crt', 'ca.key', 'server.crt', 'server.key']);
    for (const key of ['ca.key', 'server.key']) expect((await stat(file(key))).mode & 0o077).toBe(0);
  });

  it('renews the certificate under the same authority when it runs again', async () => {
    const [authority, server] = [await readFile(file('ca.crt')), await readFile(file('server.crt'))];
    await make('localhost', '127.0.0.1');
    expect(await readFile(file('ca.crt'))).toEqual(authority);
    expect(await readFile(file('server.crt'))).not.toEqual(server);
  });

  it.each([
    ['https://registry.example', /without scheme, port and path/],
    ['registry.example:5000', /has a port/],
    ['192.168.10.500', /openssl refused/],
  ])('refuses %s with a reason and leaves the pair in place as it was', async (name, reason) => {
    const before = await Promise.all(['server.crt', 'server.key'].map((part) => readFile(file(part))));
    await expect(make(name)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(reason) });
    expect(await Promise.all(['server.crt', 'server.key'].map((part) => readFile(file(part))))).toEqual(
      before,
    );
  });

  it('says how it is used when it is told too little', async () => {
    await expect(make()).rejects.toMatchObject({ code: 64, stderr: expect.stringMatching(/^Usage: /) });
  });

  it('is used in the guide as it runs', async () => {
    const { blocks } = await readGuide('tls-in-a-closed-network');
    expect(blocks('sh').join('\n')).toContain('tools/make-certificates ./tls ');
  });
});
