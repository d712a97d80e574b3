import 'reflect-metadata';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { type PackageFile, aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../testing/package-push.js';

const PATH = '/api/v1/packages/acme%2Fpump-viewer/1.0.0';
const ICON: PackageFile = {
  title: 'icon.svg',
  mediaType: 'application/vnd.margo.app.icon.v1+svg+xml',
  content: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
};
const ODD: PackageFile = {
  title: 'notes.html',
  mediaType: 'application/vnd.margo.app.releaseNotes.v1+html',
  content: '<script>alert(1)</script>',
};

describe('one package', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start();
    await pushPackage(registry, 'acme/pump-viewer:1.0.0', [...filesOf(aDescription()), ICON, ODD]);
  });
  afterAll(() => registry.stop());

  it('is shown with its description, parts, components, referrers and findings', async () => {
    const answer = await registry.fetch(PATH);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      repository: 'acme/pump-viewer',
      profile: '1.0.0-rc.3',
      id: 'pump-viewer',
      name: 'Pump viewer',
      version: '1.0.0',
      description: { apiVersion: 'v1', id: 'pump-viewer' },
      parts: [
        { name: 'description', contentType: 'application/yaml; charset=utf-8' },
        { name: 'details', contentType: 'text/markdown; charset=utf-8' },
        { name: 'icon', contentType: 'image/svg+xml' },
        { name: 'release-notes', contentType: 'application/octet-stream' },
      ],
      components: [
        {
          name: 'viewer',
          repository: 'oci://registry.example.com/acme/viewer',
          revision: '1.0.0',
          digest: null,
        },
      ],
      referrers: [],
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'PKG-06' })]),
    });
  });

  it('names the digest of a component that lies here', async () => {
    const host = new URL(registry.url).host;
    const description = aDescription({ id: 'here', version: '1.1.0' }).replace('registry.example.com', host);
    const component = await pushPackage(
      registry,
      'acme/viewer:1.0.0',
      filesOf(aDescription({ id: 'viewer' })),
    );
    await pushPackage(registry, 'acme/here:1.1.0', filesOf(description));
    const shown = (await (await registry.fetch('/api/v1/packages/acme%2Fhere/1.1.0')).json()) as {
      components: { digest: string }[];
    };

    expect(shown.components[0]?.digest).toBe(component.headers.get('docker-content-digest'));
  });

  it('gives its parts as they were pushed, with no rights in a browser', async () => {
    for (const [part, contentType, content] of [
      ['description', 'application/yaml; charset=utf-8', aDescription()],
      ['icon', 'image/svg+xml', ICON.content],
      ['release-notes', 'application/octet-stream', ODD.content],
    ] as const) {
      const answer = await registry.fetch(`${PATH}/${part}`);
      expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
        200,
        contentType,
        content,
      ]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    }
    const download = await registry.fetch(`${PATH}/release-notes`);
    expect(download.headers.get('content-disposition')).toBe('attachment; filename="release-notes"');
  });

  it('answers 304 to whoever holds a part, and 404 with the parts that there are', async () => {
    const entityTag = (await registry.fetch(`${PATH}/icon`)).headers.get('etag') ?? '';
    const again = await registry.fetch(`${PATH}/icon`, { headers: { 'If-None-Match': entityTag } });
    const absent = await registry.fetch(`${PATH}/license`);

    expect(again.status).toBe(304);
    expect([absent.status, absent.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await absent.json()).toMatchObject({
      context: { parts: ['description', 'details', 'icon', 'release-notes'] },
    });
  });

  it('has a report as JSON, SARIF and text, by format or by Accept', async () => {
    const asked = async (query: string, accept = '*/*') => {
      const answer = await registry.fetch(`${PATH}/report${query}`, { headers: { Accept: accept } });
      return [answer.headers.get('content-type'), await answer.text()] as const;
    };

    expect((await asked(''))[0]).toBe('application/json');
    const [sarifType, sarif] = await asked('?format=sarif');
    expect(sarifType).toBe('application/sarif+json');
    expect(JSON.parse(sarif)).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'margo-check' } } }],
    });
    expect((await asked('', 'application/sarif+json'))[0]).toBe('application/sarif+json');
    expect((await asked('', 'text/plain'))[1]).toMatch(/warning PKG-06 manifest layers\[2\]\n/);
    expect((await registry.fetch(`${PATH}/report?format=xml`)).status).toBe(400);
  });

  it.each([
    ['/api/v1/packages/acme%2Fpump-viewer/9.9.9', 404],
    ['/api/v1/packages/acme%2Fnone/1.0.0', 404],
    ['/api/v1/packages/ACME/1.0.0', 400],
    [`${PATH}/nothing`, 404],
    ['/api/v1/packages?n=0', 400],
    ['/api/v1/packages?n=1&n=2', 400],
    ['/api/v1/packages?colour=red', 400],
    ['/api/v1/packages?last=nocolon', 400],
    [`/api/v1/packages?text=${'a'.repeat(201)}`, 400],
  ])('answers %s with a problem', async (path, status) => {
    const answer = await registry.fetch(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });
});

describe('the list of packages', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start();
    for (const id of ['a', 'b', 'c'])
      await pushPackage(
        registry,
        `acme/${id}:1.0.0`,
        filesOf(aDescription({ id, organization: `Org ${id}` })),
      );
    await pushPackage(
      registry,
      'acme/a:2.0.0-rc.1',
      filesOf(aDescription({ id: 'a', version: '2.0.0-rc.1' })),
    );
    await pushPackage(registry, 'acme/a:1.10.0', filesOf(aDescription({ id: 'a', version: '1.10.0' })));
  });
  afterAll(() => registry.stop());

  it('pages by Link, and keeps filter and size in it', async () => {
    const seen: string[] = [];
    let next: string | undefined = '/api/v1/packages?n=2&deploymentType=compose';
    while (next !== undefined && seen.length < 10) {
      const answer: Response = await registry.fetch(next);
      const { packages } = (await answer.json()) as { packages: { id: string }[] };
      seen.push(...packages.map(({ id }) => id));
      next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
    }

    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('has one row for an application, newest version first, pre-releases apart', async () => {
    const answer = await registry.fetch('/api/v1/packages?organization=acme%20pumps');

    expect(await answer.json()).toMatchObject({
      packages: [
        {
          id: 'a',
          latest: '1.10.0',
          versions: [{ version: '1.10.0' }, { version: '1.0.0' }],
          preReleases: [{ version: '2.0.0-rc.1' }],
        },
      ],
    });
  });
});
