import { refusedStart } from '../harness/refused-start.js';
import { PluginFolder } from './plugin-folder.js';

const FAULTY_SETUP = 78;

describe('a blob store driver that is named by its package', () => {
  let folder: PluginFolder;
  beforeEach(async () => {
    folder = await PluginFolder.make();
  });
  afterEach(() => folder.remove());

  const start = (name: string, more = {}) =>
    refusedStart({ REGISTRY_BLOBS_DRIVER: name, REGISTRY_PLUGINS_DIRECTORY: folder.path, ...more });

  /** Expects the start to end with one line on stderr and nothing on stdout; the line. */
  async function refusalOf(name: string): Promise<string> {
    const { code, stderr, stdout } = await start(name);
    expect({ code, stdout }).toEqual({ code: FAULTY_SETUP, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    return stderr.trimEnd();
  }

  it('stops the start when it is not installed, and says where it was looked for and what to run', async () => {
    expect(await refusalOf('@vendor/storage-absent')).toBe(
      `The storage plug-in "@vendor/storage-absent" is not installed in ${folder.path}/node_modules. ` +
        `Run "npm install @vendor/storage-absent" in ${folder.path}.`,
    );
  });

  it('stops the start when it exports no plugin', async () => {
    await folder.install('@vendor/storage-other', 'export const driver = {};');
    expect(await refusalOf('@vendor/storage-other')).toBe(
      'The storage plug-in "@vendor/storage-other" exports no "plugin". ' +
        'Is it a storage driver for this registry? Check the name, or tell its author.',
    );
  });

  it('stops the start when it was built for another version of the port', async () => {
    await folder.install('@vendor/storage-next', aPlugin({ portVersion: 2 }));
    expect(await refusalOf('@vendor/storage-next')).toBe(
      'The storage plug-in "@vendor/storage-next" was built for version 2 of the port, and this registry speaks ' +
        'version 1. Install a release of it that was built for version 1.',
    );
  });

  it('stops the start when it cannot open its store, and says why and what to look at', async () => {
    await folder.install(
      '@vendor/storage-closed',
      aPlugin({ open: `throw new Error('the tape is not in the drive.');` }),
    );
    const sentence = await refusalOf('@vendor/storage-closed');
    expect(sentence).toContain('"@vendor/storage-closed" cannot be opened: the tape is not in the drive. ');
    expect(sentence).toContain('REGISTRY_BLOBS_');
  });

  it('stops the start when it throws while it is loaded', async () => {
    await folder.install('@vendor/storage-broken', `throw new Error('no such CPU');`);
    expect(await refusalOf('@vendor/storage-broken')).toContain(
      'The storage plug-in "@vendor/storage-broken" cannot be loaded: no such CPU. Install it again',
    );
  });

  it.each(['../storage-broken', '/opt/storage', 'storage/../../x'])(
    'stops the start when %s is a path and no name',
    async (name) => {
      expect(await refusalOf(name)).toContain(`The storage plug-in "${name}" has no valid name.`);
    },
  );

  it('has its own settings judged together with those of the registry', async () => {
    await folder.install('@vendor/storage-tape', aPlugin({ settings: 'drives = 1; password = "";' }));
    const faulty = { REGISTRY_BLOBS_DRIVES: 'two', REGISTRY_HTTP_PORT: 'http' };
    const { code, stderr } = await start('@vendor/storage-tape', faulty);
    expect(code).toBe(FAULTY_SETUP);
    expect(stderr).toContain('REGISTRY_HTTP_PORT: must be a whole number');
    expect(stderr).toContain('REGISTRY_BLOBS_DRIVES: must be a number (got "two")');
  });
});

function aPlugin({ portVersion = 1, settings = '', open = 'return {};' } = {}): string {
  return `export const plugin = {
    name: 'made-for-a-test',
    portVersion: ${portVersion},
    settings: class { ${settings} },
    async open() { ${open} },
  };`;
}
