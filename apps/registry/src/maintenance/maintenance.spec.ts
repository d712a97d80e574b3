import { MemoryBlobStore, StorageError } from '@margo-registry/storage-core';
import { randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { DoomedLocations } from './doomed-locations.js';
import { UploadExpiry } from './upload-expiry.js';

const DAY = 24 * 3_600_000;
const BYTES = randomBytes(100_000);

describe('maintenance', () => {
  let registry: RegistryInProcess;
  let blobs: StubbornBlobStore;
  beforeEach(async () => {
    blobs = new StubbornBlobStore();
    registry = await RegistryInProcess.start({ blobs });
  });
  afterEach(() => registry.stop());

  const count = async (): Promise<number> => {
    let found = 0;
    for await (const blob of blobs.list()) found += blob.location === '' ? 0 : 1;
    return found;
  };
  const leaveUpload = async (): Promise<string> => {
    const path = (await registry.fetch('/v2/acme/hello/blobs/uploads/', { method: 'POST' })).headers.get(
      'location',
    )!;
    await registry.fetch(path, { method: 'PATCH', body: BYTES });
    return path;
  };

  it('ends an unfinished upload after its expiry and removes its segments', async () => {
    const path = await leaveUpload();
    const expiry = registry.app.get(UploadExpiry, { strict: false });
    expect(await expiry.expire(Date.now() + DAY / 2)).toBe(0);
    expect((await registry.fetch(path)).status).toBe(204);
    expect(await expiry.expire(Date.now() + DAY + 1000)).toBe(1);
    expect((await registry.fetch(path)).status).toBe(404);
    expect(await count()).toBe(0);
  });

  it('forgets ended uploads in the end', async () => {
    const path = await leaveUpload();
    const id = path.split('/').at(-1)!.split('.')[0]!;
    const expiry = registry.app.get(UploadExpiry, { strict: false });
    await expiry.expire(Date.now() + DAY + 1000);
    expect((await registry.metadata.queries.findUpload(id))?.status).toBe('cancelled');
    await expiry.expire(Date.now() + 2 * DAY + 2000);
    expect(await registry.metadata.queries.findUpload(id)).toBeUndefined();
  });

  it('deletes doomed bytes after the grace time, and tries again what could not be deleted', async () => {
    const state = await blobs.append(blobs.begin(), once(BYTES), { final: true });
    const location = await blobs.finish(state, 'sha256:00');
    await registry.metadata.commands.doomLocations({ locations: [location] });
    const doomed = registry.app.get(DoomedLocations, { strict: false });
    expect(await doomed.delete(Date.now() + DAY / 2)).toBe(0);
    blobs.refuses = true;
    expect(await doomed.delete(Date.now() + DAY + 1000)).toBe(0);
    expect(await count()).toBe(1);
    blobs.refuses = false;
    expect(await doomed.delete(Date.now() + DAY + 1000)).toBe(1);
    expect(await count()).toBe(0);
    expect(await doomed.delete(Date.now() + 2 * DAY)).toBe(0);
  });
});

class StubbornBlobStore extends MemoryBlobStore {
  refuses = false;

  override async delete(location: string): Promise<void> {
    if (this.refuses)
      throw new StorageError('unavailable', 'not now', { driver: 'stubborn', operation: 'delete' });
    await super.delete(location);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
