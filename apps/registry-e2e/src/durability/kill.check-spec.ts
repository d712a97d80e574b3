// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { CloudStores } from '../../../../tools/servers/stores.mjs';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { describeKills } from './kill-rounds.js';

describeWithServers('kills beside servers', ['postgres', 'minio'], (programs) => {
  let stores: CloudStores;
  let environment: Record<string, string>;
  beforeAll(async () => {
    stores = await CloudStores.start(programs);
    environment = await stores.make();
  });
  afterAll(() => stores?.remove());

  describeKills('S3 and Postgres', () => RunningRegistry.start({ environment }));
});
