/* eslint-disable @nx/enforce-module-boundaries -- tools/release is a folder of scripts and no project */
import { packAll } from '../../../../tools/release/pack.mjs';
import { listPublicPackages } from '../../../../tools/release/workspaces.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../plugins/npm.js';

const execute = promisify(execFile);

/** What a package says about how it is used. */
export interface Offer {
  readonly name: string;
  /** What others import, as they write it. */
  readonly entries: readonly string[];
  readonly bins: readonly string[];
}

/** Every public package as a stranger gets it: from tarballs, installed together in a folder outside this repository. */
export class InstalledPackages {
  private constructor(
    readonly folder: string,
    /** Paths inside each tarball. */
    readonly files: ReadonlyMap<string, readonly string[]>,
  ) {}

  static async make(): Promise<InstalledPackages> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'margo-packages-')));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const packed = packAll(join(folder, 'tarballs'));
    await npm(folder, 'install', '--omit=dev', ...packed.map(({ tarball }) => tarball));
    return new InstalledPackages(folder, new Map(packed.map(({ name, files }) => [name, files])));
  }

  static get offers(): Offer[] {
    return listPublicPackages().map(({ file: { name, exports = {}, bin = {} } }) => ({
      name,
      entries: Object.keys(exports).map((entry) => name + entry.slice(1)),
      bins: Object.keys(bin),
    }));
  }

  /** Path of something in `node_modules`. */
  path(...parts: readonly string[]): string {
    return join(this.folder, 'node_modules', ...parts);
  }

  /** Runs a module that is written into the folder; what it printed, as JSON. */
  async evaluate(source: string): Promise<unknown> {
    await writeFile(join(this.folder, 'probe.mjs'), source);
    const { stdout } = await execute(process.execPath, ['probe.mjs'], { cwd: this.folder, timeout: 60_000 });
    return JSON.parse(stdout) as unknown;
  }

  async run(bin: string, ...parameters: readonly string[]): Promise<string> {
    const { stdout } = await execute(this.path('.bin', bin), parameters, {
      cwd: this.folder,
      timeout: 60_000,
    });
    return stdout;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
