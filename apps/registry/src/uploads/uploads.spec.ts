import {
  MemoryBlobStore,
  StorageError,
  type BlobStore,
  type UploadState,
} from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';

const LARGE = randomBytes(100_000);
const digestOf = (bytes: Uint8Array, algorithm = 'sha256'): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;

describe('uploads', () => {
  let registry: RegistryInProcess;
  let blobs: FaultyBlobStore;

  beforeEach(async () => {
    blobs = new FaultyBlobStore();
    registry = await RegistryInProcess.start({ blobs });
  });
  afterEach(() => registry.stop());

  const begin = async (): Promise<string> =>
    (await registry.fetch('/v2/acme/hello/blobs/uploads/', { method: 'POST' })).headers.get('location')!;
  const patch = (path: string, body: Uint8Array, start?: number): Promise<Response> =>
    registry.fetch(path, {
      method: 'PATCH',
      body: Buffer.from(body),
      headers: start === undefined ? {} : { 'content-range': `${start}-${start + body.length - 1}` },
    });
  const put = (path: string, digest: string, body?: Uint8Array): Promise<Response> =>
    registry.fetch(`${path}?digest=${digest}`, { method: 'PUT', body: body && Buffer.from(body) });
  const locations = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { location } of blobs.list()) found.push(location);
    return found;
  };

  it('leave nothing behind when the digest is wrong, neither bytes nor a repository', async () => {
    expect((await put(await begin(), digestOf(randomBytes(10)), LARGE)).status).toBe(400);
    expect(await locations()).toEqual([]);
    expect(await registry.metadata.queries.hasRepository('acme/hello')).toBe(false);
  });

  it('end with a wrong digest and outlive a malformed one', async () => {
    const path = await begin();
    await patch(path, LARGE);
    expect((await put(path, 'sha256:beef')).status).toBe(400);
    expect((await registry.fetch(path)).status).toBe(204);
    expect((await put(path, digestOf(randomBytes(10)))).status).toBe(400);
    expect((await registry.fetch(path)).status).toBe(404);
    expect(await locations()).toEqual([]);
  });

  it('go on in another process, which reads back what it did not see', async () => {
    const replica = await registry.startReplica();
    const path = await begin();
    await patch(path, LARGE.subarray(0, 60_000));
    const opened = blobs.opened;
    const answer = await replica.fetch(`${path}?digest=${digestOf(LARGE)}`, {
      method: 'PUT',
      body: LARGE.subarray(60_000),
    });
    expect(answer.status).toBe(201);
    expect(blobs.opened).toBe(opened + 1);
    await replica.stop({ keepStores: true });
  });

  it('are not read back when one process saw every byte', async () => {
    const path = await begin();
    await patch(path, LARGE.subarray(0, 60_000));
    expect((await put(path, digestOf(LARGE), LARGE.subarray(60_000))).status).toBe(201);
    expect(blobs.opened).toBe(0);
  });

  it('run the hash that digest-algorithm hints at, and read back without the hint', async () => {
    const hinted = (
      await registry.fetch('/v2/acme/hello/blobs/uploads/?digest-algorithm=sha512', { method: 'POST' })
    ).headers.get('location')!;
    await patch(hinted, LARGE);
    expect((await put(hinted, digestOf(LARGE, 'sha512'))).status).toBe(201);
    expect(blobs.opened).toBe(0);
    const plain = await begin();
    await patch(plain, LARGE);
    expect((await put(plain, digestOf(LARGE, 'sha512'))).status).toBe(201);
    expect(blobs.opened).toBe(1);
  });

  it('wait for a claim whose holder died until its lease runs out, and then go on', async () => {
    const path = await begin();
    await patch(path, LARGE);
    const id = path.split('/').at(-1)!.split('.')[0]!;
    await registry.metadata.commands.claimUpload({
      id,
      repository: 'acme/hello',
      caller: null,
      leaseMilliseconds: 400,
      purpose: 'appending',
      create: false,
    });
    const before = Date.now();
    const answer = await patch(path, LARGE, LARGE.length);
    expect(answer.status).toBe(202);
    expect(Date.now() - before).toBeGreaterThanOrEqual(300);
    expect(answer.headers.get('range')).toBe(`0-${2 * LARGE.length - 1}`);
  });

  it('remove the segment of a writer that lost its claim and answer it with 416', async () => {
    const path = await begin();
    await patch(path, LARGE);
    const kept = await locations();
    const id = path.split('/').at(-1)!.split('.')[0]!;
    blobs.afterAppend = async () => {
      await registry.metadata.commands.cancelUpload({ id, repository: 'acme/hello' });
    };
    expect((await patch(path, LARGE)).status).toBe(416);
    expect(await locations()).toEqual(kept);
  });

  it('keep what was durable when the store fails half-way', async () => {
    const path = await begin();
    await patch(path, LARGE);
    blobs.failure = (state) =>
      new StorageError('full', 'no space left', { driver: 'faulty', operation: 'append', state });
    expect((await patch(path, LARGE)).status).toBe(507);
    blobs.failure = undefined;
    expect((await registry.fetch(path)).headers.get('range')).toBe(`0-${LARGE.length - 1}`);
    expect((await put(path, digestOf(LARGE))).status).toBe(201);
  });

  it('answer 503 with Retry-After while the store is unavailable', async () => {
    blobs.failure = () => new StorageError('unavailable', 'gone', { driver: 'faulty', operation: 'append' });
    const answer = await put(await begin(), digestOf(LARGE), LARGE);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(((await answer.json()) as { errors: { code: string }[] }).errors[0]?.code).toBe('UNAVAILABLE');
  });

  it('do not wait a second time for a store that does not answer', async () => {
    blobs.failure = (state) =>
      new StorageError('unavailable', 'silent', { driver: 'faulty', operation: 'append', state });
    blobs.cancel = () => new Promise(() => {});
    expect((await put(await begin(), digestOf(LARGE), LARGE)).status).toBe(503);
  }, 5000);

  it('give the same success again when the answer to the last request was lost', async () => {
    const path = await begin();
    await patch(path, LARGE);
    expect((await put(path, digestOf(LARGE))).status).toBe(201);
    expect((await put(path, digestOf(LARGE))).status).toBe(201);
    expect((await put(path, digestOf(randomBytes(3)))).status).toBe(404);
  });

  it('need no row for POST and PUT, and leave the joined segments to the sweep', async () => {
    const whole = await begin();
    await put(whole, digestOf(LARGE), LARGE);
    expect(
      await registry.metadata.queries.findUpload(whole.split('/').at(-1)!.split('.')[0]!),
    ).toBeUndefined();
    const chunked = await begin();
    await patch(chunked, LARGE);
    await patch(chunked, LARGE);
    const double = Buffer.concat([LARGE, LARGE]);
    expect((await put(chunked, digestOf(double))).status).toBe(201);
    const doomed = await registry.metadata.queries.listDoomedLocations(Date.now(), 10);
    expect(doomed.length).toBeGreaterThan(0);
    const blob = await registry.metadata.queries.findBlob('acme/hello', digestOf(double));
    expect(doomed).not.toContain(blob?.location);
  });
});

/** The in-memory store with a fault to order, and a count of what was read. */
class FaultyBlobStore extends MemoryBlobStore implements BlobStore {
  opened = 0;
  failure: ((state: UploadState) => Error) | undefined;
  afterAppend: (() => Promise<void>) | undefined;

  override async append(...parameters: Parameters<BlobStore['append']>): Promise<UploadState> {
    if (this.failure) throw this.failure(parameters[0]);
    const state = await super.append(...parameters);
    await this.afterAppend?.();
    return state;
  }

  override open(...parameters: Parameters<BlobStore['open']>): AsyncGenerator<Uint8Array> {
    this.opened += 1;
    return super.open(...parameters);
  }
}
