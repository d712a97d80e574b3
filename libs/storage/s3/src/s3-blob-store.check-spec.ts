import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  assertBlob,
  bytesOf,
  chunksOf,
  commit,
  locationsIn,
  rejectionOf,
  storageErrorOf,
} from '@margo-registry/storage-core/testing';
import { plugin } from './plugin.js';
import { S3BlobStore } from './s3-blob-store.js';
import { S3Settings } from './settings.js';
import type { S3StoreOptions } from './store-options.js';
import { DOMAIN, findMinio, MinioServer, skippedLine } from './testing/minio-server.js';

const MEBI = 1024 * 1024;
/** Size of one large upload in MiB; the long tier asks for 1024. */
const LARGE = Number(process.env.LARGE_UPLOAD_MIB ?? 128);
const KEY = `blobs/${'a'.repeat(32)}`;

const program = findMinio(process.env);

if (program === undefined) {
  it('needs MinIO', () => void process.stdout.write(skippedLine(process.env)));
} else {
  let server: MinioServer;
  let bucket: string;
  let store: S3BlobStore;
  const storeWith = (options: Partial<S3StoreOptions>) =>
    new S3BlobStore({ ...server.connection, bucket, partSize: 5 * MEBI, ...options });

  beforeAll(async () => {
    server = await MinioServer.start(program);
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    bucket = await server.makeBucket();
    store = storeWith({});
  });
  afterEach(() => store.close());

  describe('a store on MinIO', () => {
    it('lists multipart uploads that nobody completed among the blobs, and deletes them', async () => {
      const { location } = await commit(store, bytesOf(10));
      const id = await server.client.initiateNewMultipartUpload(bucket, KEY, {});
      const part = { bucketName: bucket, objectName: KEY, uploadID: id, partNumber: 1, headers: {} };
      await server.client.uploadPart(part, bytesOf(5 * MEBI));
      await server.client.initiateNewMultipartUpload(bucket, 'of-somebody-else', {});
      const unfinished = `${'a'.repeat(32)}.unfinished-${id}`;
      expect(await locationsIn(store)).toEqual([location, unfinished].sort());
      await storageErrorOf(
        () => store.open(unfinished)[Symbol.asyncIterator]().next() as Promise<unknown>,
        'not-found',
      );
      await store.delete(unfinished);
      await store.delete(unfinished);
      expect(await locationsIn(store)).toEqual([location]);
      expect((await server.client.listIncompleteUploadsQuery(bucket, '', '', '', '')).uploads).toHaveLength(
        1,
      );
    });

    it(`takes an upload of ${LARGE} MiB with the memory of two parts`, async () => {
      const usual = storeWith({ partSize: 16 * MEBI });
      const before = process.memoryUsage().rss;
      let most = 0;
      const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
      const state = await usual.append(usual.begin(), zeros(LARGE), { final: true });
      clearInterval(timer);
      expect(state.size).toBe(LARGE * MEBI);
      expect(usual.memory.peak).toBe(32 * MEBI);
      expect((most - before) / MEBI).toBeLessThan(200);
      await usual.cancel(state);
      await usual.close();
    }, 300_000);

    it('leaves no multipart upload behind when its source fails', async () => {
      const source = (async function* () {
        yield* chunksOf(bytesOf(12 * MEBI));
        throw new Error('cut');
      })();
      const error = await storageErrorOf(() => store.append(store.begin(), source), 'interrupted');
      expect(error.state?.size).toBe(12 * MEBI);
      expect(await locationsIn(store)).toEqual(error.state?.locations);
    });

    it('is unavailable while the server is down, and goes on with every upload afterwards', async () => {
      const bytes = bytesOf(11 * MEBI);
      const state = await store.append(store.begin(), chunksOf(bytes.subarray(0, 6 * MEBI)));
      await server.kill();
      await storageErrorOf(() => store.append(state, chunksOf(bytes)), 'unavailable');
      await storageErrorOf(() => store.ping(), 'unavailable');
      await server.resume();
      const grown = await store.append(state, chunksOf(bytes.subarray(6 * MEBI)));
      await assertBlob(store, await store.finish(grown, ''), bytes);
    }, 60_000);

    it('gives URLs with the bucket in the path or before the host, at the public endpoint', async () => {
      const { location } = await commit(store, Buffer.from('hello'));
      const publicEndpoint = `http://${DOMAIN}:${server.port}`;
      const byPath = storeWith({ publicEndpoint });
      const byHost = storeWith({ publicEndpoint, pathStyle: false });
      const urls = [await byPath.directUrl(location, 60), await byHost.directUrl(location, 60)].map(
        (url) => new URL(url ?? ''),
      );
      expect(urls.map(({ hostname }) => hostname)).toEqual([DOMAIN, `${bucket}.${DOMAIN}`]);
      for (const url of urls) expect(await fetchThere(url, server.port)).toBe('hello');
      expect(await byPath.directUrl('no location', 60)).toBeUndefined();
      for (const other of [byPath, byHost]) await other.close();
    });

    it('gives URLs that end', async () => {
      const { location } = await commit(store, Buffer.from('hello'));
      const url = (await store.directUrl(location, 1)) ?? '';
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      expect((await fetch(url)).status).toBe(403);
    });

    it.each([
      [
        'bucket',
        'no-such-bucket',
        'the bucket does not exist; create it or correct its name (404 NoSuchBucket).',
      ],
      [
        'accessKey',
        'nobody',
        'the service does not know the access key; correct it (403 InvalidAccessKeyId).',
      ],
      [
        'secretKey',
        'wrong-secret',
        'the secret key does not belong to the access key; correct it (403 SignatureDoesNotMatch).',
      ],
    ])('does not open with a wrong %s', async (key, value, sentence) => {
      const { endpoint, accessKey, secretKey } = server;
      const settings = Object.assign(
        new S3Settings(),
        { endpoint, bucket, accessKey, secretKey },
        { [key]: value },
      );
      const error = (await rejectionOf(() => plugin.open(settings))) as Error;
      expect(error.message).toBe(
        `blobs cannot be kept at ${endpoint}: bucket "${settings.bucket}": ${sentence}`,
      );
    });
  });
}

async function* zeros(mebi: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(64 * 1024);
  for (let count = 0; count < mebi * 16; count += 1) yield block;
}

/** The body at `url`, whatever its host resolves to. */
async function fetchThere({ host, pathname, search }: URL, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: pathname + search, headers: { host } };
    get(options, (answer) => void text(answer).then(resolve, reject)).on('error', reject);
  });
}
