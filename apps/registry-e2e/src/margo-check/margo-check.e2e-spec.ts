import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordOf, writeAccounts, type AccountsPlace } from '../access/local-accounts.js';
import { margoCheck } from '../harness/command-line.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { shareRegistry } from '../harness/shared-registry.js';

const HELLO = join(import.meta.dirname, '../../../../examples/hello-package');

/** A copy of the example, its description changed. */
async function changedHello(part: string, by: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'margo-check-e2e-'));
  await cp(HELLO, folder, { recursive: true });
  const description = await readFile(join(folder, 'margo.yaml'), 'utf8');
  expect(description).toContain(part);
  await writeFile(join(folder, 'margo.yaml'), description.replace(part, by));
  return folder;
}

describe('margo-check on a registry that enforces', () => {
  const shared = shareRegistry({ environment: { REGISTRY_MARGO_VALIDATION: 'enforce' } });
  const check = (...args: string[]) => margoCheck([...args, '--plain-http']);
  const at = (repository: string) => `${shared.registry.host}/${repository}`;
  let broken: string;

  beforeAll(async () => {
    broken = await changedHello('\nid: ', '\nid: Not_An_Id_');
  });
  afterAll(() => rm(broken, { recursive: true, force: true }));

  it('pushes a folder by its version, and finds nothing in what it pushed', async () => {
    const pushed = await check('push', HELLO, at('acme/hello'));
    expect(pushed).toMatchObject({ code: 0 });
    expect(pushed.stderr).toContain('pushed margo.yaml (');
    const { code, stdout } = await check(at('acme/hello:1.0.0'), '--format', 'json');
    expect({ code, report: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      report: { acceptable: true, findings: [], tags: ['1.0.0'], application: { version: '1.0.0' } },
    });
  });

  it('pushes the same bytes again, so that the version tag need not move', async () => {
    const first = await check('push', HELLO, at('acme/again'));
    const second = await check('push', HELLO, at('acme/again'));
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.stderr).toContain('exists margo.yaml');
    expect(second.stderr.split('\n').at(-2)).toBe(first.stderr.split('\n').at(-2));
  });

  it('pushes an alias once the version is there, and not before', async () => {
    const early = await check('push', HELLO, at('acme/alias:latest'));
    expect(early).toMatchObject({ code: 1, stdout: expect.stringContaining('TAG-03') as string });
    expect((await check('push', HELLO, at('acme/alias'))).code).toBe(0);
    expect((await check('push', HELLO, at('acme/alias:latest'))).code).toBe(0);
    expect(await check(at('acme/alias'))).toMatchObject({ code: 0 });
  });

  it('says of a broken package what the registry says, and pushes nothing', async () => {
    const here = await check('push', broken, at('acme/broken'));
    expect(here).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was pushed') as string });
    expect(here.stdout).toMatch(/^error PKG-03 description:\d+:5 id\n {2}(.+)\n.*\n +\| +\^+\n/);
    expect((await check(at('acme/broken:1.0.0'))).code).toBe(2);
    const [, sentence = ''] = here.stdout.split('\n');
    const there = await check('push', broken, at('acme/broken'), '--force');
    expect(there.code).toBe(1);
    expect(there.stderr).toContain('answered 400: MANIFEST_INVALID');
    expect(there.stderr).toContain(sentence.trim());
  });

  it('says what is missing, and what a registry without TLS needs', async () => {
    const missing = await check(at('acme/missing:1.0.0'));
    expect(missing).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('answered 404') as string,
    });
    const secure = await margoCheck([at('acme/hello:1.0.0')]);
    expect(secure.code).toBe(2);
    expect(secure.stderr).toMatch(/cannot be reached: [^\n]+ A registry without TLS needs --plain-http\.\n$/);
  });
});

describe('margo-check on a registry that warns', () => {
  const shared = shareRegistry();

  it('pushes a broken package where that is asked for, and shows the warning', async () => {
    const broken = await changedHello('\nid: ', '\nid: Not_An_Id_');
    const target = `${shared.registry.host}/acme/broken`;
    const pushed = await margoCheck(['push', broken, target, '--plain-http', '--force']);
    expect(pushed.code).toBe(0);
    expect(pushed.stderr).toMatch(/\nwarning: .*PKG-03/);
    const { code, stdout } = await margoCheck([`${target}:1.0.0`, '--plain-http', '--format', 'sarif']);
    const [run] = (JSON.parse(stdout) as { runs: { results: { ruleId: string }[] }[] }).runs;
    expect({ code, rules: run?.results.map(({ ruleId }) => ruleId) }).toEqual({ code: 1, rules: ['PKG-03'] });
    await rm(broken, { recursive: true, force: true });
  });
});

describe('margo-check on a registry that wants credentials', () => {
  let place: AccountsPlace;
  let registry: RunningRegistry;

  beforeAll(async () => {
    place = await writeAccounts();
    registry = await RunningRegistry.start({ environment: place.environment });
  }, 60_000);
  afterAll(async () => {
    await registry.stop();
    await rm(place.directory, { recursive: true, force: true });
  });

  const push = (repository: string, environment: Record<string, string>) =>
    margoCheck(['push', HELLO, `${registry.host}/${repository}`, '--plain-http'], {
      HOME: place.directory,
      ...environment,
    });

  it('takes them from the environment, and the password from a file', async () => {
    const file = join(place.directory, 'password');
    await writeFile(file, `${passwordOf('publisher')}\n`);
    const user = { MARGO_CHECK_USERNAME: 'publisher' };
    const byFile = await push('acme/by-file', { ...user, MARGO_CHECK_PASSWORD_FILE: file });
    const byVariable = await push('acme/by-variable', {
      ...user,
      MARGO_CHECK_PASSWORD: passwordOf('publisher'),
    });
    expect([byFile, byVariable]).toMatchObject([{ code: 0 }, { code: 0 }]);
  });

  it('takes them from a stored login', async () => {
    const auth = Buffer.from(`publisher:${passwordOf('publisher')}`).toString('base64');
    const config = JSON.stringify({ auths: { [registry.host]: { auth } } });
    await writeFile(join(place.directory, 'config.json'), config);
    expect(await push('acme/stored', { DOCKER_CONFIG: place.directory })).toMatchObject({ code: 0 });
  });

  it('is refused without them, with wrong ones, and by too few rights', async () => {
    const without = await push('acme/none', {});
    expect(without).toMatchObject({ code: 2, stderr: expect.stringMatching(/answered 40[13]/) as string });
    const wrong = await push('acme/none', {
      MARGO_CHECK_USERNAME: 'publisher',
      MARGO_CHECK_PASSWORD: 'guess',
    });
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('check user and password') as string,
    });
    const reader = { MARGO_CHECK_USERNAME: 'wfm', MARGO_CHECK_PASSWORD: passwordOf('wfm') };
    const few = await push('acme/none', reader);
    expect(few).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/answered 40[13]: DENIED|UNAUTHORIZED/) as string,
    });
    expect(`${without.stderr}${wrong.stderr}${few.stderr}`).not.toContain(passwordOf('wfm'));
  });
});
