/* eslint-disable @nx/enforce-module-boundaries -- tools/release-store is a folder of scripts and no project */
import {
  embeddedVariables,
  listEmbeddedMigrations,
  makeEmbeddedNewer,
  unpackEmbedded,
} from '../../../../tools/release-store/embedded.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRelease } from './describe-release.js';
import { listReleases, pathOf } from './kept-releases.js';
import type { ReleaseEngine, ReleaseStores } from './opened-release.js';

describe.each(listReleases())('embedded stores of release %s', (release) => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-upgrade-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  describeRelease(release, () => engineIn(directory));
});

function engineIn(directory: string): ReleaseEngine {
  return {
    name: 'embedded',
    unpack: async (release) => {
      const folder = join(directory, release);
      unpackEmbedded(pathOf(release, 'embedded'), folder);
      return storesIn(folder);
    },
    makeEmpty: async () => storesIn(await mkdtemp(join(directory, 'empty-'))),
  };
}

function storesIn(folder: string): ReleaseStores {
  return {
    environment: embeddedVariables(folder),
    listMigrations: async () => listEmbeddedMigrations(folder),
    makeNewer: async (migration) => makeEmbeddedNewer(folder, migration),
  };
}
