import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { startMockAuth, type MockAuth } from '../index.js';
import { payloadOf } from '../testing/requests.js';
import { runCommandLine } from './command-line.js';

let mock: MockAuth;
let folder: string;
beforeAll(async () => {
  mock = await startMockAuth();
  folder = await mkdtemp(join(tmpdir(), 'margo-mock-auth-'));
});
afterAll(async () => {
  await mock.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(args: string[], environment: Record<string, string> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(args, { out, err, environment });
  const read = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();
  return { code, out: read(out), err: read(err) };
}

async function fileWith(text: string): Promise<string> {
  const path = join(folder, 'identities.yaml');
  await writeFile(path, text);
  return path;
}

describe('margo-mock-auth', () => {
  it('prints a token of a client, with the scope that was asked for', async () => {
    const { code, out } = await run([
      'token',
      '--url',
      mock.url,
      '--client',
      'publisher',
      '--scope',
      'repository:a/b:pull',
    ]);
    expect(code).toBe(0);
    expect(payloadOf(out)).toMatchObject({ sub: 'publisher', scope: 'repository:a/b:pull' });
  });

  it('says what the server said when it refuses, and that nobody answers', async () => {
    const refused = await run(['token', '--url', mock.url, '--secret', 'wrong']);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/401.*invalid_client/);
    const nobody = await run(['token', '--url', 'http://127.0.0.1:1']);
    expect(nobody.code).toBe(1);
    expect(nobody.err).toMatch(/Nothing answers at http:\/\/127\.0\.0\.1:1/);
  });

  it('prints tokens that are wrong in a chosen way', async () => {
    const { code, out } = await run([
      'mint',
      'expired',
      '--url',
      `${mock.url}/team-a`,
      '--subject',
      'somebody',
    ]);
    expect(code).toBe(0);
    const { exp, sub, iss } = payloadOf(out);
    expect(Number(exp)).toBeLessThan(Date.now() / 1000);
    expect([sub, iss]).toEqual(['somebody', `${mock.url}/team-a`]);
  });

  it('finds a file of identities good, or says every fault of it at once', async () => {
    const good = await run(['check', await fileWith('clients:\n  - id: wfm\n    secret: s\n')]);
    expect([good.code, good.out]).toEqual([0, expect.stringMatching(/is good: 1 clients/)]);
    const bad = await run([
      'check',
      await fileWith('clients:\n  - id: wfm\n    secrit: s\n  - id: "a b"\nusers: 5\n'),
    ]);
    expect(bad.code).toBe(78);
    expect(bad.err).toMatch(/clients\[0\]\.secrit.*secret/);
    expect(bad.err).toMatch(/clients\[1\]\.id/);
    expect(bad.err).toMatch(/users/);
  });

  it('checks settings without serving, and prints their schema', async () => {
    const path = await fileWith('http: { prot: 1 }\n');
    const bad = await run(['settings', 'check', path]);
    expect([bad.code, bad.out]).toEqual([78, expect.stringMatching(/yaml:1:9: http.prot: .*"port"/)]);
    const good = await run(['settings', 'check', '--format', 'json'], { MOCK_AUTH_HTTP_PORT: '7' });
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out).settings).toContainEqual({
      key: 'http.port',
      variable: 'MOCK_AUTH_HTTP_PORT',
      value: 7,
      from: 'environment',
      saidBy: 'MOCK_AUTH_HTTP_PORT',
    });
    const production = await run(['settings', 'check'], { NODE_ENV: 'production' });
    expect([production.code, production.out]).toEqual([78, expect.stringContaining('this is a mock')]);
    expect(JSON.parse((await run(['settings', 'schema'])).out)).toHaveProperty('properties.http');
  });

  it('refuses settings that cannot work with 78 before it listens', async () => {
    const { code, err } = await run(['serve', '--port', 'many', '--log-level', 'loud']);
    expect(code).toBe(78);
    expect(err).toMatch(/MOCK_AUTH_HTTP_PORT.*number/);
    expect(err).toMatch(/MOCK_AUTH_LOG_LEVEL/);
  });

  it('explains itself, and what it does not understand ends with 2', async () => {
    expect((await run(['--help'])).out).toMatch(/serve[\s\S]*check[\s\S]*token[\s\S]*mint/);
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+/);
    expect((await run(['serve', '--nonsense'])).code).toBe(2);
  });
});
