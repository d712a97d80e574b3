import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from './npm.js';
import { PluginFolder } from './plugin-folder.js';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../../..');
const EXAMPLE = join(ROOT, 'examples/storage-plugin');
const CORE = join(ROOT, 'libs/storage/core');

interface PackageFile {
  readonly name: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The example driver as a site gets it: from tarballs of it and of the port, in a folder outside this repository. */
export class InstalledExample {
  private constructor(
    readonly name: string,
    readonly folder: PluginFolder,
  ) {}

  static async make(): Promise<InstalledExample> {
    const { name, devDependencies } = JSON.parse(
      await readFile(join(EXAMPLE, 'package.json'), 'utf8'),
    ) as PackageFile;
    const folder = await PluginFolder.make();
    await folder.write('package.json', JSON.stringify({ private: true }));
    await npm(EXAMPLE, 'ci');
    const tarballs = [await pack(CORE, folder), await pack(EXAMPLE, folder)];
    // The emulator is no part of the driver; its contract needs it.
    await npm(folder.path, 'install', ...tarballs, `azurite@${devDependencies['azurite']}`);
    return new InstalledExample(name, folder);
  }

  /** Path of a file of the installed package. */
  path(name: string): string {
    return join(this.folder.path, 'node_modules', this.name, name);
  }

  /** Runs a spec of the package with Node's own runner; its report as TAP. Throws when a test fails. */
  async runSpec(name: string): Promise<string> {
    const parameters = ['--test', '--test-reporter=tap', this.path(name)];
    const { stdout } = await execute(process.execPath, parameters, {
      cwd: this.folder.path,
      timeout: 240_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }
}

/** Packs a folder into the plug-in folder; the tarball's name, as npm takes it there. */
async function pack(source: string, { path }: PluginFolder): Promise<string> {
  const output = await npm(source, 'pack', '--json', '--pack-destination', path);
  const [{ filename }] = JSON.parse(output.slice(output.indexOf('['))) as [{ filename: string }];
  return `./${filename}`;
}
