import 'reflect-metadata';
import { tarOf, type TarEntry } from '@margo-registry/margo/testing';
import { gzipSync } from 'node:zlib';
import { chartOf, composeOf, pushComponent } from '../testing/component-push.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../testing/package-push.js';
import { RegistryInProcess } from '../testing/registry-in-process.js';

type Validation = 'enforce' | 'warn' | 'off';
interface ReportAnswer {
  readonly component: string | null;
  readonly profile: string | null;
  readonly checkedAt: string | null;
  readonly findings: readonly { rule: string }[];
}

const HOOK = 'metadata:\n  annotations:\n    helm.sh/hook: pre-install\n';
const COMPOSE_FILE = 'services:\n  viewer:\n    image: registry.example.com/acme/viewer-image:1.0.0\n';
const pack = (entries: readonly TarEntry[]) => gzipSync(tarOf(entries));
const aComposeComponent = () => composeOf(pack([{ path: 'viewer/compose.yaml', content: COMPOSE_FILE }]));
const WITHOUT_FILE = composeOf(pack([{ path: 'viewer/compose.yml', content: COMPOSE_FILE }]));
const aChart = (template: string) =>
  chartOf(
    pack([
      { path: 'viewer/Chart.yaml', content: 'apiVersion: v2\nname: viewer\nversion: 1.0.0\n' },
      { path: 'viewer/templates/viewer.yaml', content: template },
    ]),
  );

describe('a component that is pushed', () => {
  let registry: RegistryInProcess;
  const start = async (validation: Validation, rules: { pattern: string; validation: Validation }[] = []) => {
    registry = await RegistryInProcess.start({
      change: (settings) => {
        settings.margo.validation = validation;
        settings.repositories = rules;
      },
    });
  };
  const reportOf = async (name: string, from = registry): Promise<ReportAnswer> => {
    const answer = await from.fetch(`/api/v1/packages/${encodeURIComponent(name)}/1.0.0/report`);
    return (await answer.json()) as ReportAnswer;
  };
  const rulesOf = async (name: string) => (await reportOf(name)).findings.map(({ rule }) => rule);
  const storedReport = async (name: string) => {
    const row = await registry.metadata.queries.findManifest(name, { tag: '1.0.0' });
    return registry.metadata.queries.findReport(name, row?.digest ?? '');
  };
  /** Of the package's first component, as its answer shows it. */
  const componentOf = async (name: string) => {
    const answer = await registry.fetch(`/api/v1/packages/${encodeURIComponent(name)}/1.0.0`);
    const { components } = (await answer.json()) as {
      components: { digest: string | null; findings: { rule: string }[] | null }[];
    };
    return components[0]?.findings?.map(({ rule }) => rule) ?? components[0]?.digest ?? null;
  };
  const pushNaming = (component: string, name = 'acme/pump-viewer') => {
    const here = `oci://${new URL(registry.url).host}/${component}`;
    const description = aDescription().replace('oci://registry.example.com/acme/viewer', here);
    return pushPackage(registry, `${name}:1.0.0`, filesOf(description));
  };
  afterEach(() => registry.stop());

  it('is taken without a word where a Compose Archive is right, and its report is stored with it', async () => {
    await start('enforce');
    const answer = await pushComponent(registry, 'acme/viewer:1.0.0', aComposeComponent());

    expect([answer.status, answer.headers.get('warning')]).toEqual([201, null]);
    expect(await storedReport('acme/viewer')).toMatchObject({ findings: '[]', level: 'enforce' });
    expect(await reportOf('acme/viewer')).toMatchObject({
      component: 'compose',
      profile: null,
      findings: [],
    });
  });

  it.each(['enforce', 'warn'] as const)(
    'is taken with a Warning where it is wrong, under %s',
    async (level) => {
      await start(level);
      const answer = await pushComponent(registry, 'acme/viewer:1.0.0', WITHOUT_FILE);

      expect(answer.status).toBe(201);
      expect(answer.headers.get('warning')).toMatch(
        /^299 - "the component is not valid: COMP-09 .*rename compose\.yml/,
      );
      expect(await rulesOf('acme/viewer')).toEqual(['COMP-09']);
    },
  );

  it('is judged once more when it gets a tag', async () => {
    await start('warn');
    const component = aComposeComponent();
    await pushComponent(registry, 'acme/viewer:1.0.0', component);
    const answer = await pushComponent(registry, 'acme/viewer:stable', component);

    expect(answer.headers.get('warning')).toMatch(/COMP-07 The tag \\"stable\\" is no version/);
    expect(await rulesOf('acme/viewer')).toEqual(['COMP-07']);
  });

  it('passes untouched where it is a chart, and is looked into when somebody asks', async () => {
    await start('enforce');
    const answer = await pushComponent(registry, 'acme/viewer:1.0.0', aChart(HOOK));

    expect([answer.status, answer.headers.get('warning')]).toEqual([201, null]);
    expect(await storedReport('acme/viewer')).toBeUndefined();
    expect(await reportOf('acme/viewer')).toMatchObject({
      component: 'helm',
      checkedAt: null,
      findings: [{ rule: 'HELM-03', severity: 'warning' }],
    });
    expect((await registry.fetch('/api/v1/packages/acme%2Fviewer/1.0.0')).status).toBe(404);
    expect((await registry.fetch('/api/v1/packages/acme%2Fviewer/1.0.0/icon')).status).toBe(404);
  });

  it('is not looked at where validation is off', async () => {
    await start('enforce', [{ pattern: 'acme/*', validation: 'off' }]);
    await pushComponent(registry, 'acme/viewer:1.0.0', WITHOUT_FILE);
    await pushComponent(registry, 'acme/chart:1.0.0', aChart(HOOK));
    await pushNaming('acme/chart', 'other/pump-viewer');

    for (const name of ['acme%2Fviewer', 'acme%2Fchart'])
      expect((await registry.fetch(`/api/v1/packages/${name}/1.0.0/report`)).status).toBe(404);
    expect(await componentOf('other/pump-viewer')).toMatch(/^sha256:/);
  });

  it('is shown with its findings by the package that names it, whichever comes first, and as it is now', async () => {
    await start('warn');
    await pushNaming('acme/viewer');
    const seen = [await componentOf('acme/pump-viewer')];
    await pushComponent(registry, 'acme/viewer:1.0.0', WITHOUT_FILE);
    seen.push(await componentOf('acme/pump-viewer'));
    await pushComponent(registry, 'acme/viewer:1.0.0', aChart(HOOK));
    seen.push(await componentOf('acme/pump-viewer'));
    await pushComponent(registry, 'acme/viewer:1.0.0', aComposeComponent());
    seen.push(await componentOf('acme/pump-viewer'));
    await registry.fetch('/v2/acme/viewer/manifests/1.0.0', { method: 'DELETE' });
    seen.push(await componentOf('acme/pump-viewer'));

    expect(seen).toEqual([null, ['COMP-09'], ['HELM-03'], [], null]);
  });

  it('has one report on every replica', async () => {
    await start('warn');
    const replica = await registry.startReplica();
    await pushComponent(registry, 'acme/viewer:1.0.0', WITHOUT_FILE);
    await pushComponent(registry, 'acme/chart:1.0.0', aChart(HOOK));
    const names = ['acme/viewer', 'acme/chart'];
    const here = await Promise.all(names.map((name) => reportOf(name)));
    const there = await Promise.all(names.map((name) => reportOf(name, replica)));
    await replica.stop();

    expect(there).toEqual(here);
    expect(here.map(({ component }) => component)).toEqual(['compose', 'helm']);
  });

  it('is validated by its reference without being stored', async () => {
    await start('warn');
    await pushComponent(registry, 'acme/chart:1.0.0', aChart(HOOK));
    const validate = async (query: string) =>
      (await (
        await registry.fetch(`/api/v1/validate?reference=${query}`, { method: 'POST' })
      ).json()) as ReportAnswer;

    expect(await validate('acme/chart:1.0.0')).toMatchObject({
      component: 'helm',
      acceptable: true,
      findings: [{ rule: 'HELM-03' }],
    });
    expect((await validate('acme/chart:1.0.0&tag=2.0.0')).findings.map(({ rule }) => rule)).toContain(
      'HELM-02',
    );
    expect(await storedReport('acme/chart')).toBeUndefined();
  });

  it.each([
    ['a bomb', pack([{ path: 'box/zeros', content: new Uint8Array(40 * 1024 * 1024) }]), 'COMP-08'],
    ['cut off', pack([{ path: 'box/compose.yaml' }]).subarray(0, 60), 'COMP-08'],
    ['no tar', gzipSync('services: {}'), 'COMP-08'],
    ['leading out', pack([{ path: '../compose.yaml', content: 'x' }]), 'COMP-13'],
  ])('is taken, and reported, where its archive is hostile: %s', async (_, archive, rule) => {
    await start('enforce');
    const answer = await pushComponent(registry, 'acme/viewer:1.0.0', composeOf(archive));

    expect(answer.status).toBe(201);
    expect(await rulesOf('acme/viewer')).toContain(rule);
  });

  it('says so where its archive is larger than what is looked into', async () => {
    await start('enforce');
    const archive = Buffer.alloc(16 * 1024 * 1024 + 1, 0x1f);
    const answer = await pushComponent(registry, 'acme/viewer:1.0.0', composeOf(archive));

    expect([answer.status, answer.headers.get('warning')]).toEqual([201, null]);
    expect(await reportOf('acme/viewer')).toMatchObject({
      findings: [{ rule: 'COMP-08', severity: 'warning', message: expect.stringContaining('larger') }],
    });
  });

  it('may be here without its archive where manifests may refer to absent content', async () => {
    registry = await RegistryInProcess.start({
      change: (settings) => {
        settings.manifests.references = 'accept';
      },
    });
    const { archive, manifest } = aChart(HOOK);
    const put = await registry.fetch('/v2/acme/chart/manifests/1.0.0', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' },
      body: manifest,
    });
    const before = await rulesOf('acme/chart');
    await pushComponent(registry, 'acme/chart:1.0.0', { archive, manifest });

    expect(put.status).toBe(201);
    expect([before, await rulesOf('acme/chart')]).toEqual([['HELM-01'], ['HELM-03']]);
  });
});
