import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for `REGISTRY_PLUGINS_DIRECTORY`, outside this repository. */
export class PluginFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<PluginFolder> {
    return new PluginFolder(await realpath(await mkdtemp(join(tmpdir(), 'margo-plugins-'))));
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  /** Writes the npm package `name` into `node_modules`, as one module. */
  async install(name: string, source: string): Promise<void> {
    const description = { name, version: '1.0.0', type: 'module', exports: { default: './index.js' } };
    await this.write(join('node_modules', name, 'package.json'), JSON.stringify(description));
    await this.write(join('node_modules', name, 'index.js'), source);
  }

  async write(name: string, content: string): Promise<void> {
    const file = join(this.path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
