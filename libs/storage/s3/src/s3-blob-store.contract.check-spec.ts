import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { S3BlobStore } from './s3-blob-store.js';
import type { S3StoreOptions } from './store-options.js';
import { findMinio, MinioServer, skippedLine } from './testing/minio-server.js';

const MEBI = 1024 * 1024;
const NOWHERE = { endpoint: 'http://127.0.0.1:9', limits: { attempts: 2, firstPause: 1 } };

const CONFIGURATIONS: Record<string, Partial<S3StoreOptions>> = {
  's3, usual parts': {},
  's3, small parts': { partSize: 5 * MEBI, memory: 15 * MEBI },
  's3, a prefix and objects of two parts': { prefix: 'registry/one', partSize: 5 * MEBI, mostParts: 2 },
};

const program = findMinio(process.env);

if (program === undefined) {
  it('needs MinIO', () => void process.stdout.write(skippedLine(process.env)));
} else {
  let server: MinioServer;
  beforeAll(async () => {
    server = await MinioServer.start(program);
  }, 60_000);
  afterAll(() => server.stop());

  for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
    blobStoreContract(name, {
      runner: { describe, it, beforeEach, afterEach },
      async create() {
        const options = { ...server.connection, bucket: await server.makeBucket(), ...configuration };
        const stores = [new S3BlobStore(options)];
        const reopen = async () => {
          const store = new S3BlobStore(options);
          stores.push(store);
          return store;
        };
        const destroy = async () => void (await Promise.all(stores.map((store) => store.close())));
        return { store: stores[0] as S3BlobStore, reopen, destroy };
      },
      unavailable: async () => new S3BlobStore({ ...server.connection, bucket: 'none', ...NOWHERE }),
      awkwardSizes: [10 * MEBI - 1, 10 * MEBI, 10 * MEBI + 1, 16 * MEBI, 16 * MEBI + 1],
    });
  }
}
