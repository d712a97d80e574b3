import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { Client } from 'minio';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { RadosGateway, type CephPrograms } from '../../../../tools/servers/radosgw.mjs';
import { S3BlobStore } from './s3-blob-store.js';
import type { S3StoreOptions } from './store-options.js';

const MEBI = 1024 * 1024;
const NOWHERE = { endpoint: 'http://127.0.0.1:9', limits: { attempts: 2, firstPause: 1 } };

const CONFIGURATIONS: Record<string, Partial<S3StoreOptions>> = {
  'Ceph, usual parts': {},
  'Ceph, a prefix and objects of two small parts': {
    prefix: 'registry/one',
    partSize: 5 * MEBI,
    mostParts: 2,
  },
};

const NAMES = ['ceph', 'ceph-mon', 'ceph-osd', 'radosgw'] as const;
const programs = Object.fromEntries(NAMES.map((name) => [name, findJudge(name)]));
const absent = NAMES.filter((name) => programs[name] === undefined);

if (absent.length > 0) {
  it('needs the S3 gateway of Ceph', () => {
    for (const name of absent) process.stdout.write(`${skippedLine(name)}\n`);
    expect(process.env.CI).toBeUndefined();
  });
} else {
  let gateway: RadosGateway;
  let buckets = 0;
  beforeAll(async () => {
    gateway = await RadosGateway.start(programs as CephPrograms);
  }, 120_000);
  afterAll(() => gateway.remove());

  const connection = () => {
    const { endpoint, region, accessKey, secretKey } = gateway;
    return { endpoint, region, accessKey, secretKey, pathStyle: true };
  };
  const makeBucket = async (): Promise<string> => {
    const { region, accessKey, secretKey, ports } = gateway;
    const options = { endPoint: '127.0.0.1', port: ports[1], useSSL: false, region, accessKey, secretKey };
    const name = `bucket-${(buckets += 1)}`;
    await new Client(options).makeBucket(name, '');
    return name;
  };

  for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
    blobStoreContract(name, {
      runner: { describe, it, beforeEach, afterEach },
      async create() {
        const options = { ...connection(), bucket: await makeBucket(), ...configuration };
        const stores = [new S3BlobStore(options)];
        const reopen = async () => {
          const store = new S3BlobStore(options);
          stores.push(store);
          return store;
        };
        const destroy = async () => void (await Promise.all(stores.map((store) => store.close())));
        return { store: stores[0] as S3BlobStore, reopen, destroy };
      },
      unavailable: async () => new S3BlobStore({ ...connection(), bucket: 'none', ...NOWHERE }),
      awkwardSizes: [10 * MEBI - 1, 10 * MEBI, 10 * MEBI + 1, 16 * MEBI, 16 * MEBI + 1],
    });
  }
}
