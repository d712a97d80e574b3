import 'reflect-metadata';
import { strToU8, zipSync } from 'fflate';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../testing/package-push.js';

const PATH = '/api/v1/validate';
const WRONG = aDescription().replace('type: compose', 'type: wasm');
const ABOUT = '# Pump viewer\n';

interface Said {
  readonly profile: string | null;
  readonly level: string;
  readonly acceptable: boolean;
  readonly findings: readonly { rule: string; severity: string; line?: number }[];
}

describe('a dry run', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start();
    await pushPackage(registry, 'acme/pump-viewer:1.0.0', filesOf(aDescription()));
    await pushPackage(registry, 'acme/wrong:1.0.0', filesOf(WRONG));
  });
  afterAll(() => registry.stop());

  const post = (query: string, body?: string | Uint8Array, contentType = 'application/yaml') =>
    registry.fetch(`${PATH}${query}`, {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: typeof body === 'string' || body === undefined ? body : new Uint8Array(body),
    });
  const said = async (answer: Response): Promise<Said> => {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    return (await answer.json()) as Said;
  };

  it('says of a right description that it would be taken, and by which profile', async () => {
    expect(await said(await post('', aDescription()))).toEqual({
      component: null,
      profile: '1.0.0-rc.3',
      level: 'warn',
      acceptable: true,
      findings: [expect.objectContaining({ severity: 'info' })],
    });
  });

  it('names rule, line and remedy of what is wrong, and stores nothing', async () => {
    const { acceptable, findings } = await said(await post('?level=enforce', WRONG));
    const listed = (await (await registry.fetch('/api/v1/packages')).json()) as { packages: object[] };

    expect([acceptable, findings[0]?.severity]).toEqual([false, 'error']);
    expect(findings[0]?.line).toBeGreaterThan(1);
    expect(listed.packages).toHaveLength(2);
  });

  it('judges by the profile and under the tag that it is asked about', async () => {
    const other = await said(await post('?profile=v1-alpha1', aDescription()));
    const tagged = await said(await post('?tag=2.0.0', aDescription()));

    expect([other.profile, other.acceptable]).toEqual(['v1-alpha1', false]);
    expect(rulesOf(tagged)).toContain('TAG-01');
  });

  it('answers as SARIF and as text with the line at fault', async () => {
    const sarif = await post('?format=sarif', WRONG);
    const text = await registry.fetch(PATH, {
      method: 'POST',
      headers: { 'Content-Type': 'text/yaml', Accept: 'text/plain' },
      body: WRONG,
    });

    expect(sarif.headers.get('content-type')).toBe('application/sarif+json');
    expect(await sarif.json()).toMatchObject({ version: '2.1.0' });
    expect(await text.text()).toMatch(/type: wasm\n +\| +\^+/);
  });

  it('takes a folder as zip, tar and gzipped tar, with the files that the description names', async () => {
    const archive = await tarOf({ 'app/margo.yaml': aDescription(), 'app/about.md': ABOUT });
    const zip = zipSync({ 'margo.yaml': strToU8(aDescription()), 'about.md': strToU8(ABOUT) });
    const without = zipSync({ 'margo.yaml': strToU8(aDescription()) });

    for (const [content, type] of [
      [zip, 'application/zip'],
      [archive, 'application/x-tar'],
      [gzipSync(archive), 'application/gzip'],
    ] as const)
      expect(rulesOf(await said(await post('', content, type)))).toEqual(['SEM-19']);
    const missing = await said(await post('?level=enforce', without, 'application/zip'));
    expect([missing.acceptable, rulesOf(missing)]).toEqual([false, ['PKG-05', 'SEM-19']]);
  });

  it('judges a package that is here, by tag and by digest', async () => {
    const { headers } = await registry.fetch('/v2/acme/wrong/manifests/1.0.0');
    const digest = headers.get('docker-content-digest');
    const right = await said(await post('?reference=acme/pump-viewer:1.0.0'));
    const unread = await said(await post('?reference=acme/pump-viewer:1.0.0', WRONG));
    const renamed = await said(await post('?reference=acme/pump-viewer:1.0.0&tag=3.0.0'));
    const wrong = await said(await post(`?reference=acme/wrong@${digest}`));

    expect([right.acceptable, wrong.acceptable]).toEqual([true, false]);
    expect(unread).toEqual(right);
    expect(rulesOf(renamed)).toContain('TAG-01');
  });

  it.each([
    ['', '<a/>', 'application/xml', 415],
    ['', 'x'.repeat(5 * 1024 * 1024), 'application/yaml', 413],
    ['', 'no archive', 'application/zip', 400],
    ['', '', 'application/yaml', 400],
    ['?profile=2', 'a: 1', 'application/yaml', 400],
    ['?level=off', 'a: 1', 'application/yaml', 400],
    ['?tag=a%20b', 'a: 1', 'application/yaml', 400],
    ['?reference=acme/none:1.0.0', undefined, undefined, 404],
    ['?reference=acme/pump-viewer', undefined, undefined, 400],
    ['?reference=ACME:1', undefined, undefined, 400],
    ['?reference=acme/pump-viewer:9.9.9', undefined, undefined, 404],
  ])('answers what cannot be looked at (%#: %s) with a problem', async (query, body, contentType, status) => {
    const answer = await post(query, body, contentType);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it('refuses an archive that unpacks to far more than it is', async () => {
    const bomb = zipSync({ 'margo.yaml': new Uint8Array(64 * 1024 * 1024) }, { level: 9 });
    const answer = await post('', bomb, 'application/zip');

    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
      413,
      '/docs/errors#input-too-large',
    ]);
  });
});

function rulesOf({ findings }: Said): string[] {
  return findings.map(({ rule }) => rule);
}

async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}
