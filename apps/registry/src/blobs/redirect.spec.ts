import { MemoryBlobStore } from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { DoomedLocations } from '../maintenance/doomed-locations.js';
import { RegistryInProcess } from '../testing/registry-in-process.js';

const MINUTE = 60_000;
const LARGE = randomBytes(100_000);
const AT_THE_SIZE = randomBytes(50_000);
const SMALL = randomBytes(1000);

describe('a GET of a blob in a store that gives out URLs', () => {
  let registry: RegistryInProcess;
  beforeEach(async () => {
    registry = await RegistryInProcess.start({
      blobs: new PublicBlobStore(),
      change: ({ blobs, collection }) => {
        blobs.redirect = AT_THE_SIZE.length;
        collection.grace = MINUTE;
      },
    });
    for (const bytes of [LARGE, AT_THE_SIZE, SMALL])
      expect((await registry.fetch(uploadPath(bytes), { method: 'POST', body: bytes })).status).toBe(201);
  });
  afterEach(() => registry.stop());

  const ask = (bytes: Buffer, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    registry.fetch(blobPath(bytes), { method, headers, redirect: 'manual' });
  const locationOf = async (bytes: Buffer): Promise<string> =>
    (await registry.metadata.queries.findBlob('acme/hello', digestOf(bytes)))!.location!;

  it('is sent there for 15 minutes, by an answer without a body that nobody may keep', async () => {
    const answer = await ask(LARGE);
    expect([answer.status, await answer.text()]).toEqual([307, '']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      location: `https://blobs.example.com/${encodeURIComponent(await locationOf(LARGE))}?ttl=900`,
      'cache-control': 'no-store',
      'content-length': '0',
      'docker-content-digest': digestOf(LARGE),
    });
    expect(answer.headers.has('etag')).toBe(false);
  });

  it.each([
    ['no larger than the size that was set', AT_THE_SIZE],
    ['kept with the facts', SMALL],
  ])('is answered with the bytes of a blob that is %s', async (_which, bytes) => {
    const answer = await ask(bytes);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('is answered with 304 and 416 by the registry, and with a redirect where a part can be had', async () => {
    expect((await ask(LARGE, { 'If-None-Match': `"${digestOf(LARGE)}"` })).status).toBe(304);
    const beyond = await ask(LARGE, { Range: 'bytes=100000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
    expect((await ask(LARGE, { Range: 'bytes=10-19' })).status).toBe(307);
  });

  it('leaves HEAD to the registry: a signed URL is good for one method only', async () => {
    const answer = await ask(LARGE, {}, 'HEAD');
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '100000']);
  });

  it('never leads to a blob of another repository', async () => {
    const answer = await registry.fetch(blobPath(LARGE, 'acme/other'), { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
  });

  it('can still be followed after a delete: the bytes stay until the last URL has run out', async () => {
    await registry.fetch(blobPath(LARGE), { method: 'DELETE' });
    const doomed = registry.app.get(DoomedLocations, { strict: false });
    expect(await doomed.delete(Date.now() + 14 * MINUTE)).toBe(0);
    expect(await doomed.delete(Date.now() + 16 * MINUTE)).toBe(1);
  });
});

describe('a GET of a blob in a store without URLs', () => {
  it('is answered with the bytes, whatever the settings say', async () => {
    const registry = await RegistryInProcess.start({ change: ({ blobs }) => (blobs.redirect = 1) });
    await registry.fetch(uploadPath(LARGE), { method: 'POST', body: LARGE });
    const answer = await registry.fetch(blobPath(LARGE), { redirect: 'manual' });
    expect(answer.status).toBe(200);
    await registry.stop();
  });
});

class PublicBlobStore extends MemoryBlobStore {
  override async directUrl(location: string, ttlSeconds: number): Promise<string> {
    return `https://blobs.example.com/${encodeURIComponent(location)}?ttl=${ttlSeconds}`;
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function blobPath(bytes: Buffer, repository = 'acme/hello'): string {
  return `/v2/${repository}/blobs/${digestOf(bytes)}`;
}

function uploadPath(bytes: Buffer): string {
  return `/v2/acme/hello/blobs/uploads/?digest=${digestOf(bytes)}`;
}
