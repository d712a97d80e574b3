import { checkPackage } from '../package/check-package.js';
import { readPackageManifest } from '../package/package-manifest.js';
import { VALID_DESCRIPTIONS } from '../testing/rule-example.js';
import { buildPackage } from './build-package.js';
import { formatOf } from './resource-format.js';

const text = (value: string) => new TextEncoder().encode(value);
const file = (path: string, content = path) => ({ path, bytes: text(content) });
const PNG = { path: 'icon.png', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) };
const description = (application: string) =>
  VALID_DESCRIPTIONS['1.0.0-rc.3'].replace(
    / {4}application:\n( {6}.*\n)+/,
    `    application: ${application}\n`,
  );
const NAMES_ALL = description(
  '{ icon: ./icon.png, descriptionFile: about.md, licenseFile: LICENSE, releaseNotes: notes.pdf }',
);

describe('a package from a folder', () => {
  it('has the description, then the files that it names, with media types by field and extension', async () => {
    const files = [
      file('about.md'),
      file('LICENSE'),
      PNG,
      file('notes.pdf', '%PDF-1.7'),
      file('margo.yaml', NAMES_ALL),
    ];
    const { layers, leftOut, tag } = await buildPackage(files);
    expect(layers.map(({ path, mediaType }) => `${path} ${mediaType}`)).toEqual([
      'margo.yaml application/vnd.margo.app.description.v1+yaml',
      'icon.png application/vnd.margo.app.icon.v1+png',
      'about.md application/vnd.margo.app.descriptionFile.v1+markdown',
      'LICENSE application/vnd.margo.app.licenseFile.v1+plain',
      'notes.pdf application/vnd.margo.app.releaseNotes.v1+pdf',
    ]);
    expect({ leftOut, tag }).toEqual({ leftOut: [], tag: '2.4.0' });
  });

  it('has no finding where folder and description are in order', async () => {
    const files = [
      file('margo.yaml', NAMES_ALL),
      PNG,
      file('about.md'),
      file('LICENSE'),
      file('notes.pdf', '%PDF-1.7'),
    ];
    const built = await buildPackage(files);
    const read = async ({ digest }: { digest: string }) =>
      built.layers.find((layer) => layer.digest === digest)?.bytes;
    const manifest = readPackageManifest(built.manifest);
    const options = { level: 'enforce', profile: 'auto', tags: ['2.4.0'] } as const;
    expect((await checkPackage({ manifest, read }, options)).findings).toEqual([]);
  });

  it('leaves out what the description does not name', async () => {
    const { layers, leftOut } = await buildPackage([
      file('margo.yaml', description('{ descriptionFile: about.md }')),
      file('about.md'),
      file('src/code.ts'),
    ]);
    expect(layers.map(({ path }) => path)).toEqual(['margo.yaml', 'about.md']);
    expect(leftOut).toEqual(['src/code.ts']);
  });

  it('has one layer for a file that two fields name', async () => {
    const named = description('{ descriptionFile: about.md, releaseNotes: about.md }');
    const { layers } = await buildPackage([file('margo.yaml', named), file('about.md')]);
    expect(layers.map(({ path }) => path)).toEqual(['margo.yaml', 'about.md']);
  });

  it('has the same digest whenever and in whatever order the files come', async () => {
    const files = [file('about.md'), PNG, file('margo.yaml', NAMES_ALL)];
    const [one, other] = await Promise.all([buildPackage(files), buildPackage(files.toReversed())]);
    expect(one.digest).toBe(other.digest);
  });

  it('finds the only YAML file of the folder where none has a usual name', async () => {
    const { layers } = await buildPackage([file('tank-watch.yaml', NAMES_ALL), file('sub/values.yaml')]);
    expect(layers.map(({ path }) => path)).toEqual(['tank-watch.yaml']);
  });

  it('has no layers where no file is the description', async () => {
    const built = await buildPackage([file('a.yaml'), file('b.yaml'), file('about.md')]);
    expect(built).toMatchObject({ layers: [], tag: undefined, leftOut: ['a.yaml', 'b.yaml', 'about.md'] });
  });

  it('is built of any files, also where the description is no description', async () => {
    const odd = [file('margo.yaml', ': : :'), file('app.yaml', '- 1'), file('__proto__')];
    for (const files of [odd, odd.slice(1), [], [file('margo.yaml', 'metadata: 1')]])
      await expect(buildPackage(files)).resolves.toHaveProperty('digest');
  });
});

describe('the format of a resource', () => {
  it.each([
    ['icon.PNG', 'png'],
    ['icon.jpg', 'jpeg'],
    ['icon.svg', 'svg+xml'],
    ['docs.v2/README', 'plain'],
    ['notes.txt', 'plain'],
    ['.hidden', 'plain'],
    ['a.constructor', 'constructor'],
    ['a.', 'plain'],
  ])('of %s is %s', (path, format) => {
    expect(formatOf(path)).toBe(format);
  });
});
