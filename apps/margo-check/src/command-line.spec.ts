import { TANK_BOX_MANIFEST, TANK_WATCH_PARTS, changedComponent } from '@margo-registry/margo/testing';
import { buildPackage, type FolderFile, type PackageLayer } from '@margo-registry/margo';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { runCommandLine } from './command-line.js';

const { description, icon, about, terms, changes } = TANK_WATCH_PARTS;
const PACKAGE = {
  'margo.yaml': description,
  'resources/tank.png': icon,
  'resources/about.md': about,
  'resources/terms.txt': terms,
  'resources/changes.md': changes,
};

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'margo-check-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(args, { out, err, environment: { DOCKER_CONFIG: place } });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

async function write(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(place, name, path)), { recursive: true });
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    await writeFile(join(place, name, path), bytes);
  }
  return join(place, name);
}

/** As another tool packs it. */
async function pax(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files))
    archive.entry({ name }, Buffer.from(content, 'latin1'));
  archive.finalize();
  return buffer(archive);
}

/** The package as an OCI image layout. */
async function layoutOf(
  files: Readonly<Record<string, string>>,
  tag: string,
): Promise<Record<string, string | Uint8Array>> {
  const list: FolderFile[] = Object.entries(files).map(([path, content]) => ({
    path,
    bytes: Buffer.from(content, 'latin1'),
  }));
  const { manifest, digest, layers } = await buildPackage(list);
  const blobs = [...layers, { digest, bytes: manifest }].map(
    (blob) => [`blobs/${blob.digest.replace(':', '/')}`, blob.bytes] as const,
  );
  const annotations = { 'org.opencontainers.image.ref.name': tag };
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ schemaVersion: 2, manifests: [{ digest, annotations }] }),
    ...Object.fromEntries(blobs),
  };
}

describe('a description alone', () => {
  it('is judged without the files that it names, and the report says that they were not seen', async () => {
    const file = join(await write('alone', PACKAGE), 'margo.yaml');
    expect(await run(file)).toEqual({
      code: 0,
      out: `${file}: nothing found\nOnly the description was checked; name the folder of the package to have its files checked too.\n`,
      err: '',
    });
  });

  it.each([
    [['--tag', '9.9.9'], 'TAG-01'],
    [['--tag', 'latest'], undefined],
  ])('is compared with its tag, but not with an alias: %j', async (more, rule) => {
    const file = join(await write('alone', PACKAGE), 'margo.yaml');
    const { code, out } = await run(file, ...more, '--format', 'json');
    const report = JSON.parse(out) as { digest: string | null; findings: { rule: string }[] };

    expect([code, report.digest, report.findings[0]?.rule]).toEqual([rule === undefined ? 0 : 1, null, rule]);
  });

  it('that is broken is refused', async () => {
    const file = join(await write('alone', { 'broken.YML': 'apiVersion: [' }), 'broken.YML');
    expect(await run(file)).toMatchObject({ code: 1, out: expect.stringContaining('PKG-01') });
  });
});

describe('a valid package', () => {
  it('is acceptable as a folder, and what is no part of it is named', async () => {
    const folder = await write('folder', { ...PACKAGE, 'README.md': 'x' });
    expect(await run(folder)).toEqual({
      code: 0,
      out: `${folder}: nothing found\nnot pushed: "README.md", which the description does not name\n`,
      err: '',
    });
  });

  it('is acceptable as a tar and as a gzipped tar of another tool', async () => {
    const tar = await pax({ ...PACKAGE, [`${'deep/'.repeat(20)}${'long'.repeat(20)}.md`]: 'x' });
    const files = await write('archives', { 'a.tar': tar, 'a.tgz': gzipSync(tar) });
    for (const name of ['a.tar', 'a.tgz'])
      expect(await run(join(files, name))).toMatchObject({ code: 0, err: '' });
  });

  it('is acceptable as a layout, in a folder and in an archive, by the tag that the layout has', async () => {
    const layout = await layoutOf(PACKAGE, '2.4.0');
    expect(await run(await write('layout', layout))).toMatchObject({ code: 0, err: '' });
    const wrong = await write('wrong', await layoutOf(PACKAGE, '2.5.0'));
    expect(await run(wrong)).toMatchObject({ code: 1, out: expect.stringContaining('TAG-01') as string });
  });
});

describe('a broken package', () => {
  const broken = { ...PACKAGE, 'margo.yaml': description.replace('id: tank-watch', 'id: Tank_Watch') };

  it('is shown with the place in the source', async () => {
    const { code, out } = await run(await write('broken', broken));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^error PKG-03 description:2:5 id\n {2}.+\n {4}2 \| id: Tank_Watch\n {6}\| {5}\^{10}\n/,
    );
  });

  it('is reported as JSON, SARIF and commands of GitHub', async () => {
    const folder = await write('broken', broken);
    const [json, sarif, github] = await Promise.all(
      ['json', 'sarif', 'github'].map((format) => run(folder, '--format', format)),
    );
    expect([json?.code, sarif?.code, github?.code]).toEqual([1, 1, 1]);
    expect(JSON.parse(json?.out ?? '')).toMatchObject({
      profile: '1.0.0-rc.3',
      level: 'enforce',
      acceptable: false,
      counts: { error: 1 },
      findings: [{ rule: 'PKG-03', line: 2, column: 5 }],
    });
    expect(JSON.parse(sarif?.out ?? '')).toMatchObject({ version: '2.1.0' });
    expect(sarif?.out).toContain(`"uri":"${join(folder, 'margo.yaml')}"`);
    expect(github?.out).toContain(`::error file=${join(folder, 'margo.yaml')},line=2,col=5`);
  });

  it('is judged by the tag and the profile that are asked for', async () => {
    const folder = await write('folder', PACKAGE);
    expect((await run(folder, '--tag', '9.9.9')).out).toContain('error TAG-01');
    expect((await run(folder, '--tag', '9.9.9', '--alias', '9.9.9')).out).toContain('error TAG-03');
    expect((await run(folder, '--profile', 'v1-alpha1')).code).toBe(1);
  });

  it('is described where there is no description at all', async () => {
    const { code, out } = await run(await write('empty', { 'notes.txt': 'x' }));
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('error MAN-04') as string });
  });
});

describe('a component', () => {
  it('is judged by the rules of components, as a layout with its tag', async () => {
    const { manifest, read } = changedComponent('compose', { entry: { path: 'notes.txt' } });
    const archive = (await read(manifest.layers[0] as PackageLayer)) ?? new Uint8Array();
    const digest = digestOf(archive);
    const text = Buffer.from(TANK_BOX_MANIFEST.replace(/sha256:1+/, digest));
    const annotations = { 'org.opencontainers.image.ref.name': 'latest' };
    const layout = await write('component', {
      'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
      'index.json': JSON.stringify({ manifests: [{ digest: digestOf(text), annotations }] }),
      [`blobs/${digestOf(text).replace(':', '/')}`]: text,
      [`blobs/${digest.replace(':', '/')}`]: archive,
    });
    const { code, out } = await run(layout, '--format', 'json');
    const { findings } = JSON.parse(out) as { findings: { rule: string }[] };
    expect({ code, rules: findings.map(({ rule }) => rule).sort() }).toEqual({
      code: 1,
      rules: ['COMP-07', 'COMP-08'],
    });
  });
});

describe('what cannot be read', () => {
  it.each([
    [['nowhere'], 'There is no "nowhere" here, and it is no reference'],
    [['--format', 'xml', 'x'], 'Allowed choices are text, json, sarif, github'],
    [['--profile', '9', 'x'], 'Allowed choices are auto'],
    [[], "missing required argument 'target'"],
    [['push', 'nowhere', 'registry.example.com/acme/hello'], 'nowhere cannot be read'],
  ])('ends with 2 and a sentence: %j', async (args, sentence) => {
    const { code, err } = await run(...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) as string });
  });

  it('is a file that is no archive, a hostile one, or one that was cut off', async () => {
    const hostile = await pax({ '../margo.yaml': 'x' });
    const files = await write('archives', { text: 'hello', hostile, cut: gzipSync(hostile).subarray(0, 40) });
    for (const name of ['text', 'hostile', 'cut'])
      expect(await run(join(files, name))).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/cannot be unpacked\. .+\.\n$/) as string,
      });
  });

  it('is a folder with links', async () => {
    const folder = await write('folder', { 'margo.yaml': description });
    await symlink('/etc/passwd', join(folder, 'about.md'));
    expect(await run(folder)).toMatchObject({ code: 2, err: expect.stringContaining('is a link') as string });
  });

  it('is a layout with other bytes than its names say, without a package, or without an index', async () => {
    const layout = await layoutOf(PACKAGE, '2.4.0');
    const flipped = Object.entries(layout).map(([path, bytes]) => [
      path,
      path.startsWith('blobs') ? 'x' : bytes,
    ]);
    const cases = [
      Object.fromEntries(flipped),
      { ...layout, 'index.json': '{"manifests":[]}' },
      { ...layout, 'index.json': '[]' },
    ];
    const places = await Promise.all(
      cases.map((files, index) => write(`layout-${index}`, files as Record<string, string>)),
    );
    const ended = await Promise.all(places.map((path) => run(path)));
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(ended.map(({ err }) => err).join('')).toMatch(
      /other bytes[^]*holds 0 application packages and components[^]*no image index/,
    );
  });

  it('is a push to a digest or to what is no reference', async () => {
    const folder = await write('folder', PACKAGE);
    const digest = await run('push', folder, `registry.example.com/acme/hello@sha256:${'1'.repeat(64)}`);
    const name = await run('push', folder, 'registry.example.com/Acme');
    expect([digest.code, name.code]).toEqual([2, 2]);
    expect(`${digest.err}${name.err}`).toMatch(/needs a tag[^]*no name of a repository/);
  });
});
