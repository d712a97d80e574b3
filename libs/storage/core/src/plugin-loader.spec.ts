import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PluginError } from './plugin-error.js';
import { loadPlugin } from './plugin-loader.js';

const GOOD = `export const plugin = { name: 'good', portVersion: 1, settings: class {}, open: async () => ({}) };`;

describe('loadPlugin', () => {
  let from: string;
  beforeEach(async () => {
    from = await realpath(await mkdtemp(join(tmpdir(), 'margo-plugins-')));
  });
  afterEach(() => rm(from, { recursive: true, force: true }));

  /** Writes an npm package; `files` by their path, JSON or text. */
  async function install(name: string, files: Record<string, object | string>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(from, 'node_modules', name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  async function installModule(name: string, source: string): Promise<void> {
    await install(name, {
      'package.json': { name, type: 'module', exports: { '.': { default: './index.js' } } },
      'index.js': source,
    });
  }

  async function refusalOf(name: string): Promise<string> {
    const error: unknown = await loadPlugin(name, { from }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PluginError);
    expect((error as PluginError).packageName).toBe(name);
    return (error as PluginError).message;
  }

  it.each(['storage-good', '@vendor/storage-good'])('loads the export "plugin" of %s', async (name) => {
    await installModule(name, GOOD);
    const plugin = await loadPlugin(name, { from });
    expect(plugin).toMatchObject({ name: 'good', portVersion: 1 });
    expect(await plugin.open(new plugin.settings())).toEqual({});
  });

  it('loads a CommonJS package that has only "main"', async () => {
    await install('old', {
      'package.json': { name: 'old', main: 'main.js' },
      'main.js': GOOD.replace('export const plugin', 'exports.plugin'),
    });
    expect(await loadPlugin('old', { from })).toMatchObject({ name: 'good' });
  });

  it('resolves what the package imports in turn from the package', async () => {
    await installModule('part', 'export const name = "of a part";');
    await installModule('whole', `import { name } from 'part'; ${GOOD.replace("name: 'good'", 'name')}`);
    expect(await loadPlugin('whole', { from })).toMatchObject({ name: 'of a part' });
  });

  it('refuses what is no name of a package, before it looks anywhere', async () => {
    expect(await refusalOf('../elsewhere')).toBe(
      'The storage plug-in "../elsewhere" has no valid name. ' +
        'Give the name of an npm package, such as @vendor/storage-driver, not a path.',
    );
  });

  it('says of a package that is missing where it looked and what to run', async () => {
    expect(await refusalOf('@vendor/missing')).toBe(
      `The storage plug-in "@vendor/missing" is not installed in ${from}/node_modules. ` +
        `Run "npm install @vendor/missing" in ${from}.`,
    );
  });

  it('does not look into a node_modules above the folder', async () => {
    await installModule('above', GOOD);
    const below = join(from, 'below');
    await mkdir(below);
    await expect(loadPlugin('above', { from: below })).rejects.toThrow(
      `is not installed in ${below}/node_modules`,
    );
  });

  it('says of a package whose "exports" lead nowhere which condition is asked for', async () => {
    for (const exports of [{ '.': { types: './index.d.ts' } }, { '.': { default: './absent.js' } }]) {
      await install('nowhere', { 'package.json': { name: 'nowhere', type: 'module', exports } });
      expect(await refusalOf('nowhere')).toContain(
        'leads to no file. Its package.json must have a "default" condition in "exports"',
      );
    }
  });

  it('says why a package cannot be imported, in one line', async () => {
    await installModule('throwing', `throw new Error('needs a newer Node.\\nAt least 90');`);
    expect(await refusalOf('throwing')).toBe(
      'The storage plug-in "throwing" cannot be loaded: needs a newer Node. ' +
        'Install it again with everything that it needs, or tell its author.',
    );
  });

  it('says which package a package lacks', async () => {
    await installModule('lacking', `import 'no-such-package'; ${GOOD}`);
    expect(await refusalOf('lacking')).toMatch(/cannot be loaded: .*no-such-package/);
  });

  it.each(['export const driver = {};', 'export default {};', 'export const plugin = null;'])(
    'refuses a package without a plug-in: %s',
    async (source) => {
      await installModule('other', source);
      expect(await refusalOf('other')).toContain('exports no "plugin". Is it a storage driver');
    },
  );

  it.each([
    ['portVersion: 2', 'was built for version 2 of the port, and this registry speaks version 1.'],
    ['portVersion: "1"', 'was built for no version of the port that it names'],
    ['', 'was built for no version of the port that it names'],
  ])('refuses a plug-in of another version of the port: { %s }', async (version, sentence) => {
    await installModule('versioned', GOOD.replace('portVersion: 1', version || 'x: 1'));
    expect(await refusalOf('versioned')).toContain(sentence);
  });

  it.each([
    ["name: 'good'", "name: ''", 'has no "name"'],
    ['settings: class {}', 'settings: {}', 'has "settings" that are no class'],
    ['settings: class {}', 'settings: () => ({})', 'has "settings" that are no class'],
    ['open: async () => ({})', 'close: 1', 'has no function "open"'],
  ])('refuses a plug-in with %s replaced by %s', async (right, wrong, sentence) => {
    await installModule('misshapen', GOOD.replace(right, wrong));
    expect(await refusalOf('misshapen')).toContain(`exports a "plugin" that ${sentence}. Tell its author.`);
  });
});
