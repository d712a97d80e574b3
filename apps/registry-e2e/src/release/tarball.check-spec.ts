/* eslint-disable @nx/enforce-module-boundaries -- tools/release is a folder of scripts and no project */
import { makeTarball } from '../../../../tools/release/make-tarball.mjs';
import { ROOT } from '../../../../tools/release/workspaces.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { RegistryClient } from '../harness/registry-client.js';

const MINUTES = 60_000;
/** Nothing of this process but where Node is. */
const EMPTY = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the tarball, unpacked in an empty folder elsewhere', () => {
  let folder: string;
  let home: string;
  let made: ReturnType<typeof makeTarball>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'margo-tarball-'));
    made = makeTarball(folder);
    execFileSync('tar', ['-xzf', made.tarball, '-C', folder]);
    home = join(folder, 'margo-registry-0.1.0');
  }, 5 * MINUTES);
  afterAll(() => rm(folder, { recursive: true, force: true }), MINUTES);

  const run = (program: string, parameters: string[], environment: Record<string, string> = {}) =>
    spawnSync(join(home, 'bin', program), parameters, {
      cwd: folder,
      env: { ...EMPTY, ...environment },
      encoding: 'utf8',
      timeout: MINUTES,
    });

  it(
    'has the same bytes when it is made again',
    () => {
      expect(makeTarball(join(folder, 'again')).sha256).toBe(made.sha256);
    },
    MINUTES,
  );

  it('names the sum of every file that is in it', async () => {
    const lines = (await readFile(join(home, 'SHA256SUMS'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => line.slice(66))).toEqual(made.files);
    for (const line of lines)
      expect(`${sha256(await readFile(join(home, line.slice(66))))}  ${line.slice(66)}`).toBe(line);
  });

  it('holds no compilers, test tools, tests, sources and builds for other machines', () => {
    const strange = made.files.filter((path) =>
      /node_modules\/(@types|@nx|@swc|jest|typescript|eslint|prettier|nx|babel-plugin-macros)\/|\.(spec|test)\.[cm]?js$|\.ts$|\.map$|\.tsbuildinfo$/.test(
        path,
      ),
    );
    expect(strange).toEqual([]);
    expect(made.files.filter((path) => /\.(node|so|bare)$/.test(path))).toHaveLength(1);
  });

  it('says nothing of the machine that made it', async () => {
    const places = [ROOT, folder];
    for (const path of made.files) {
      const bytes = await readFile(join(home, path));
      for (const place of places) expect([path, bytes.includes(place)]).toEqual([path, false]);
    }
  });

  it.each(['margo-registry', 'margo-check', 'margo-mock-auth'])('%s says how it is used', (program) => {
    expect(run(program, ['--help']).stdout).toMatch(new RegExp(`^Usage: ${program}`));
  });

  it('margo-check judges the package that comes with it', () => {
    expect(run('margo-check', [join(home, 'examples/hello-package')]).status).toBe(0);
  });

  it('ends with 78 and a sentence for a faulty setting, and where Node is absent', () => {
    const faulty = run('margo-registry-server', [], { REGISTRY_HTTP_PORT: 'many' });
    expect([faulty.status, faulty.stderr]).toEqual([78, expect.stringMatching(/REGISTRY_HTTP_PORT/)]);
    const absent = run('margo-registry', ['--help'], { MARGO_NODE: '/nowhere/node' });
    expect([absent.status, absent.stderr]).toEqual([78, expect.stringMatching(/20\.19 or newer is needed/)]);
  });

  it('takes a push and gives it back, and ends with 0', async () => {
    const child = spawn(join(home, 'bin/margo-registry-server'), {
      cwd: folder,
      env: { ...EMPTY, REGISTRY_HTTP_PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = once(child, 'exit');
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('"msg":"listening"')) ({ url } = JSON.parse(line) as { url: string });
      if (url !== '') break;
    }
    const pushed = run('margo-check', [
      'push',
      join(home, 'examples/hello-package'),
      `${url.slice('http://'.length)}/acme/hello`,
      '--plain-http',
    ]);
    expect([pushed.status, pushed.stderr]).toEqual([0, expect.any(String)]);
    const client = new RegistryClient(url);
    const tags = JSON.parse((await client.get('/v2/acme/hello/tags/list')).body.toString()) as {
      tags: string[];
    };
    expect(tags.tags.length).toBeGreaterThan(0);
    const manifest = await client.get(`/v2/acme/hello/manifests/${tags.tags[0]}`);
    expect(manifest.headers['docker-content-digest']).toBe(`sha256:${sha256(manifest.body)}`);
    await client.close();
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});
