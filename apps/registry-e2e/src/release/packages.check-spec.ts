import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InstalledPackages } from './installed-packages.js';

const ROOT = join(import.meta.dirname, '../../../..');
const MINUTES = 60_000;
const { offers } = InstalledPackages;

describe('the public npm packages, installed from tarballs outside this repository', () => {
  let installed: InstalledPackages;
  beforeAll(async () => {
    installed = await InstalledPackages.make();
  }, 5 * MINUTES);
  afterAll(() => installed?.remove(), MINUTES);

  it.each(offers.map(({ name }) => name))(
    '%s carries what it needs and no sources, specs or caches',
    (name) => {
      const files = installed.files.get(name)!;
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
      expect(files.filter((path) => /\.spec\.|\.tsbuildinfo$|^src\//.test(path))).toEqual([]);
    },
  );

  it.each(offers.map(({ name }) => name))(
    '%s carries the licence of this repository, word by word',
    async (name) => {
      const own = await readFile(installed.path(name, 'LICENSE'), 'utf8');
      expect(own).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
    },
  );

  it.each(offers.flatMap(({ entries }) => entries))(
    '%s can be imported, and exports something',
    async (entry) => {
      const names = await installed.evaluate(
        `console.log(JSON.stringify(Object.keys(await import('${entry}'))));`,
      );
      expect((names as string[]).length).toBeGreaterThan(0);
    },
  );

  it.each(offers.flatMap(({ bins }) => bins))('%s says how it is used', async (bin) => {
    expect(await installed.run(bin, '--help')).toMatch(new RegExp(`^Usage: ${bin}`));
  });

  it('startMockAuth() issues tokens in a process of a stranger', async () => {
    const token = await installed.evaluate(`
      import { startMockAuth } from '@margo-registry/mock-auth';
      const server = await startMockAuth();
      const answer = await fetch(server.url + '/oauth/token', {
        method: 'POST',
        headers: { authorization: 'Basic ' + btoa('wfm:wfm-secret') },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      console.log(JSON.stringify(await answer.json()));
      await server.close();
    `);
    expect(token).toMatchObject({ access_token: expect.any(String), token_type: 'Bearer' });
  });

  it('checkDescription() finds a fault and names its line', async () => {
    const findings = await installed.evaluate(`
      import { checkDescription } from '@margo-registry/margo';
      const report = checkDescription(new TextEncoder().encode('apiVersion: margo.org\\nkind: ApplicationDescription\\n'), { profile: 'auto' });
      console.log(JSON.stringify(report.findings));
    `);
    expect(findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ severity: 'error', line: expect.any(Number) })]),
    );
  });

  it('the registry starts from its package, answers, and ends with 0', async () => {
    const main = installed.path('@margo-registry/registry', 'dist/main.js');
    const environment = { PATH: process.env['PATH'], REGISTRY_HTTP_PORT: '0' };
    const child = spawn(process.execPath, [main], { cwd: installed.folder, env: environment });
    const exited = once(child, 'exit');
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('"msg":"listening"')) ({ url } = JSON.parse(line) as { url: string });
      if (url !== '') break;
    }
    expect((await fetch(`${url}/v2/`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});
