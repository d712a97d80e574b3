/* eslint-disable @nx/enforce-module-boundaries -- tools/servers and tools/release-store are folders of scripts and no projects */
import {
  listServerMigrations,
  makeServersNewer,
  unpackServers,
} from '../../../../tools/release-store/servers.mjs';
import { CloudStores } from '../../../../tools/servers/stores.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { describeWithServers } from '../harness/describe-with-servers.js';
import { describeRelease } from './describe-release.js';
import { listReleases, pathOf } from './kept-releases.js';
import type { ReleaseEngine, ReleaseStores } from './opened-release.js';

describeWithServers('stores on Postgres and S3', ['postgres', 'minio'], (programs) => {
  let servers: CloudStores;
  beforeAll(async () => {
    servers = await CloudStores.start(programs);
  });
  afterAll(() => servers?.remove());

  describe.each(listReleases())('of release %s', (release) => {
    describeRelease(release, () => engineOn(servers));
  });
});

function engineOn(servers: CloudStores): ReleaseEngine {
  return {
    name: 'servers',
    unpack: async (release) => storesOf(servers, await unpackServers(servers, pathOf(release, 'servers'))),
    makeEmpty: async () => storesOf(servers, await servers.make()),
  };
}

function storesOf(servers: CloudStores, environment: Record<string, string>): ReleaseStores {
  return {
    environment,
    listMigrations: () => listServerMigrations(servers, environment),
    makeNewer: (migration) => makeServersNewer(servers, environment, migration),
  };
}
