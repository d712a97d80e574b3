import { DESCRIPTION_TYPE } from '@margo-registry/margo';
import { shareRegistry } from '../harness/shared-registry.js';
import { aDescription, aPackageManifest, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from './package-pushes.js';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const PROBLEM = 'application/problem+json';

interface Listed {
  readonly packages: readonly { repository: string; id: string; latest: string | null }[];
}

describe('packages over HTTP', () => {
  const shared = shareRegistry();
  const list = async (): Promise<Listed['packages']> =>
    ((await shared.client.get('/api/v1/packages')).json as Listed).packages;
  const idsIn = async (repository: string) =>
    (await list()).filter((one) => one.repository === repository).map(({ id }) => id);

  it('are in the catalogue when a push is acknowledged, and out of it when a delete is', async () => {
    const repository = 'catalogue/life';
    const pushed = await pushPackage(shared.client, repository, '1.0.0', filesOf(aDescription()));
    expect([pushed.status, await idsIn(repository)]).toEqual([201, ['pump-viewer']]);

    const digest = pushed.getHeader('docker-content-digest');
    expect((await shared.client.delete(`/v2/${repository}/manifests/${digest}`)).status).toBe(202);
    expect(await idsIn(repository)).toEqual([]);
  });

  it('show description, parts and report under one percent-encoded segment', async () => {
    await pushPackage(shared.client, 'catalogue/shown', '1.0.0', filesOf(aDescription()));
    const path = '/api/v1/packages/catalogue%2Fshown/1.0.0';
    const shown = (await shared.client.get(path)).json as { parts: { name: string; href: string }[] };
    const text = await shared.client.get(`${path}/report`, { Accept: 'text/plain' });

    expect(shown.parts.map(({ name }) => name)).toEqual(['description', 'details']);
    expect((await shared.client.get(shown.parts[1]!.href)).text).toBe('# Pump viewer\n');
    expect([text.status, text.getHeader('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text.getHeader('x-content-type-options')).toBe('nosniff');
  });

  it('are judged before they are pushed, as they are judged afterwards', async () => {
    const wrong = aDescription().replace('type: compose', 'type: wasm');
    const dry = await shared.client.post('/api/v1/validate', {
      headers: { 'Content-Type': 'application/yaml' },
      body: wrong,
    });
    await pushPackage(shared.client, 'catalogue/judged', '1.0.0', filesOf(wrong));
    const here = await shared.client.post('/api/v1/validate?reference=catalogue/judged:1.0.0');
    const rulesOf = ({ json }: { json: unknown }) =>
      (json as { findings: { rule: string; severity: string }[] }).findings
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule);

    expect([dry.status, here.status]).toEqual([200, 200]);
    expect(rulesOf(dry).length).toBeGreaterThan(0);
    expect(rulesOf(here)).toEqual(rulesOf(dry));
    expect(await idsIn('catalogue/unknown')).toEqual([]);
  });
});

describe.each(['enforce', 'warn'])('hostile packages, while the registry is to %s', (validation) => {
  const shared = shareRegistry({ environment: { REGISTRY_MARGO_VALIDATION: validation } });
  const refusedOrTold = validation === 'enforce' ? 400 : 201;

  it.each([
    ['a description of 10 MB', `id: ${'x'.repeat(10_000_000)}`],
    ['aliases that unfold to a billion values', bomb()],
    ['a description of 100,000 nested lists', '['.repeat(100_000)],
    ['bytes that are no text', '\0\u0001\ufffe'],
    ['a tag of another language', '!!js/function "function () { return 1 }"'],
  ])('are answered, never with a 500: %s', async (title, description) => {
    const repository = `hostile/${title.replace(/[^a-z]+/g, '')}`;
    const answer = await pushPackage(shared.client, repository, '1.0.0', filesOf(description));
    expect(answer.status).toBe(refusedOrTold);
    expect((await shared.client.get('/api/v1/packages')).status).toBe(200);

    const dry = await shared.client.post('/api/v1/validate', {
      headers: { 'Content-Type': 'application/yaml' },
      body: description,
    });
    const isLarge = description.length > 4_194_304;
    expect([dry.status, dry.getHeader('content-type')]).toEqual(
      isLarge ? [413, PROBLEM] : [200, 'application/json'],
    );
  });

  it('are answered, never with a 500: a thousand layers, and a thousand descriptions', async () => {
    const [description, about] = filesOf(aDescription());
    const layers = Array.from({ length: 1000 }, (_, index) => ({ ...about!, title: `about-${index}.md` }));
    const many = await pushPackage(shared.client, 'hostile/layers', '1.0.0', [description!, ...layers]);
    const copies = Array.from({ length: 1000 }, () => ({ ...description!, mediaType: DESCRIPTION_TYPE }));
    const twice = await pushPackage(shared.client, 'hostile/copies', '1.0.0', copies);

    expect([many.status, twice.status]).toEqual([refusedOrTold, refusedOrTold]);
    expect((await shared.client.get('/api/v1/packages/hostile%2Flayers/1.0.0')).status).toBe(
      validation === 'enforce' ? 404 : 200,
    );
  });

  it('are answered, never with a 500: layers that are not here', async () => {
    const answer = await shared.client.put('/v2/hostile/absent/manifests/1.0.0', {
      headers: { 'Content-Type': MANIFEST },
      body: aPackageManifest(filesOf('never pushed')),
    });
    expect(answer.status).toBe(404);
  });

  it('are answered, never with a 500: archives that are none', async () => {
    for (const [type, body] of [
      ['application/zip', 'PK\u0003\u0004 and nothing'],
      ['application/gzip', '\u001f\u008b\u0008'],
      ['application/x-tar', 'x'.repeat(2048)],
    ] as const) {
      const answer = await shared.client.post('/api/v1/validate', {
        headers: { 'Content-Type': type },
        body: Buffer.from(body, 'latin1'),
      });
      expect([type, answer.status, answer.getHeader('content-type')]).toEqual([type, 400, PROBLEM]);
    }
  });
});

/** Ten levels of ten aliases each. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const content = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array<string>(10).fill(content).join(', ')}]`;
  });
  return `${levels.join('\n')}\n`;
}
