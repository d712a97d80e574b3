import 'reflect-metadata';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { aDescription, aPackageManifest, filesOf } from '@margo-registry/margo/testing';
import { digestOf } from '@margo-registry/oci/testing';
import { pushPackage } from '../testing/package-push.js';

type Validation = 'enforce' | 'warn' | 'off';
interface Refusal {
  readonly errors: readonly [
    { code: string; message: string; detail: { findings: { rule: string; severity: string }[] } },
  ];
}

const WRONG = aDescription().replace('type: compose', 'type: wasm');

describe('a package that is pushed', () => {
  let registry: RegistryInProcess;
  const start = async (validation: Validation, rules: { pattern: string; validation: Validation }[] = []) => {
    registry = await RegistryInProcess.start({
      change: (settings) => {
        settings.margo.validation = validation;
        settings.repositories = rules;
      },
    });
  };
  const push = (reference: string, description: string) =>
    pushPackage(registry, reference, filesOf(description));
  const listPackages = async () =>
    ((await (await registry.fetch('/api/v1/packages')).json()) as { packages: object[] }).packages;
  afterEach(() => registry.stop());

  it('is taken without a word where it is right, and stands in the catalogue at once', async () => {
    await start('enforce');
    const answer = await push('acme/pump-viewer:1.0.0', aDescription());

    expect([answer.status, answer.headers.get('warning'), await answer.text()]).toEqual([201, null, '']);
    expect(await listPackages()).toMatchObject([
      { repository: 'acme/pump-viewer', id: 'pump-viewer', latest: '1.0.0', preReleases: [] },
    ]);
  });

  it('is refused under enforce with every finding in the detail and the first ones in one line, and nothing stays', async () => {
    await start('enforce');
    const answer = await push('acme/pump-viewer:1.0.0', WRONG);
    const { errors } = (await answer.json()) as Refusal;

    expect(answer.status).toBe(400);
    expect(errors[0].code).toBe('MANIFEST_INVALID');
    expect(errors[0].message).toMatch(
      /^the application package is not valid: PKG-03 \(line \d+\) deploymentProfiles\[0\]\.type: /,
    );
    expect(errors[0].message).not.toContain('\n');
    expect(errors[0].detail.findings.length).toBeGreaterThan(0);
    expect((await registry.fetch('/v2/acme/pump-viewer/manifests/1.0.0')).status).toBe(404);
    expect(await listPackages()).toEqual([]);
  });

  it('is taken under warn with a Warning, and its report tells what is wrong', async () => {
    await start('warn');
    const answer = await push('acme/pump-viewer:1.0.0', WRONG);
    const report = await registry.fetch('/api/v1/packages/acme%2Fpump-viewer/1.0.0/report');

    expect(answer.status).toBe(201);
    expect(answer.headers.get('warning')).toMatch(/^299 - "the application package is not valid: PKG-03 /);
    expect(await report.json()).toMatchObject({
      level: 'warn',
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'PKG-03', severity: 'error' })]),
    });
  });

  it('is not looked at where validation is off', async () => {
    await start('off');

    expect((await push('acme/pump-viewer:1.0.0', WRONG)).status).toBe(201);
    expect(await listPackages()).toEqual([]);
    expect((await registry.fetch('/api/v1/packages/acme%2Fpump-viewer/1.0.0')).status).toBe(404);
  });

  it('is judged by the rule of the longest pattern', async () => {
    await start('enforce', [
      { pattern: 'acme/*', validation: 'warn' },
      { pattern: 'acme/drafts/*', validation: 'off' },
    ]);
    const statuses = await Promise.all(
      ['other/a', 'acme/a', 'acme/drafts/a'].map(async (name) =>
        (await push(`${name}:1.0.0`, WRONG)).headers.has('warning'),
      ),
    );

    expect(statuses).toEqual([false, true, false]);
    expect((await registry.fetch('/v2/other/a/manifests/1.0.0')).status).toBe(404);
  });

  it('must carry its version as its tag, also when it was pushed by digest before', async () => {
    await start('enforce');
    const files = filesOf(aDescription());
    const byDigest = await pushPackage(registry, `acme/a:${digestOf(aPackageManifest(files))}`, files);
    expect(byDigest.status).not.toBe(201);
    const manifest = aPackageManifest(files);
    const put = (reference: string) =>
      registry.fetch(`/v2/acme/a/manifests/${reference}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' },
        body: manifest,
      });

    expect((await put(digestOf(manifest))).status).toBe(201);
    expect(await (await put('2.0.0')).text()).toMatch(
      /TAG-01 .*\\"2\.0\.0\\" is not the version of the package/,
    );
    expect(await (await put('latest')).text()).toMatch(/TAG-03/);
    expect((await put('1.0.0')).status).toBe(201);
    expect((await put('latest')).status).toBe(201);
  });

  it('keeps its version where it is once it was accepted', async () => {
    await start('enforce');
    await push('acme/a:1.0.0', aDescription());
    const moved = await push('acme/a:1.0.0', aDescription({ name: 'Another' }));
    const digest = (await registry.fetch('/v2/acme/a/manifests/1.0.0')).headers.get('docker-content-digest');
    const remove = (reference: string) =>
      registry.fetch(`/v2/acme/a/manifests/${reference}`, { method: 'DELETE' });

    expect(moved.status).toBe(403);
    expect(await moved.text()).toMatch(/"DENIED".*the version 1\.0\.0 of this application has been accepted/);
    expect((await remove('1.0.0')).status).toBe(403);
    expect((await remove(digest ?? '')).status).toBe(403);
    expect((await push('acme/a:1.0.0', aDescription())).status).toBe(201);
    expect((await registry.fetch('/api/v1/repositories/acme%2Fa', { method: 'DELETE' })).status).toBe(204);
  });

  it('is refused while one of its parts is not here, also where manifests may refer to absent content', async () => {
    await start('warn');
    const files = filesOf(aDescription());
    const answer = await registry.fetch('/v2/acme/a/manifests/1.0.0', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' },
      body: aPackageManifest(files),
    });

    expect(answer.status).toBe(404);
    expect(((await answer.json()) as { errors: [{ detail: object[] }] }).errors[0].detail).toHaveLength(3);
  });

  it('has its large files looked into from their beginning, and never passes them over in silence', async () => {
    await start('enforce');
    const mebibytes = 5 * 1024 * 1024;
    const pushNotes = (version: string, notes: Buffer, format: string) =>
      pushPackage(registry, `acme/a:${version}`, [
        ...filesOf(
          aDescription({ version }).replace('descriptionFile', 'releaseNotes: notes\n      descriptionFile'),
        ),
        { title: 'notes', mediaType: `application/vnd.margo.app.releaseNotes.v1+${format}`, content: notes },
      ]);
    const text = await pushNotes('1.0.0', Buffer.alloc(mebibytes, 'a'), 'markdown');
    const report = await registry.fetch('/api/v1/packages/acme%2Fa/1.0.0/report');
    const binary = await pushNotes('1.1.0', Buffer.alloc(mebibytes), 'markdown');
    const pdf = await pushNotes('1.2.0', Buffer.alloc(mebibytes, 'no PDF'), 'pdf');

    expect([text.status, binary.status, pdf.status]).toEqual([201, 400, 400]);
    expect(await report.json()).toMatchObject({
      findings: [
        { rule: 'PKG-08', severity: 'warning', message: expect.stringContaining('the first 4194304') },
        { rule: 'SEM-19' },
      ],
    });
    expect(await binary.text()).toMatch(/PKG-08 .*NUL/);
    expect(await pdf.text()).toMatch(/PKG-08 .*is no pdf/);
  });

  it('leaves charts, images and signatures untouched', async () => {
    await start('enforce');
    const files = [
      { title: 'chart.tgz', mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', content: 'x' },
    ];
    const manifest = aPackageManifest(files, { artifactType: undefined });

    expect((await pushPackage(registry, 'acme/chart:0.1.0', files, manifest)).status).toBe(201);
    expect((await registry.fetch('/api/v1/packages/acme%2Fchart/0.1.0')).status).toBe(404);
  });
});
