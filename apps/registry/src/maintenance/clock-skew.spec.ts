import { jest } from '@jest/globals';
import { MemoryBlobStore, type BlobStore } from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { Collection } from './collection.js';
import { DoomedLocations } from './doomed-locations.js';
import { UploadExpiry } from './upload-expiry.js';

const DAY = 24 * 3_600_000;
const BYTES = randomBytes(100_000);
const DIGEST = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`;

describe('a replica whose clock is days away from that of the database', () => {
  let registry: RegistryInProcess;
  let blobs: BlobStore;
  const realNow = Date.now;
  /** Of the database; the commands of a spec get it from {@link realNow}, because SQLite has no clock of its own. */
  let databaseAhead = 0;
  beforeEach(async () => {
    databaseAhead = 0;
    blobs = new MemoryBlobStore();
    registry = await RegistryInProcess.start({ blobs });
    registry.metadata.now = () => realNow() + databaseAhead;
    const path = `/v2/acme/hello/blobs/uploads/?digest=${DIGEST}`;
    expect((await registry.fetch(path, { method: 'POST', body: BYTES })).status).toBe(201);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await registry.stop();
  });
  const setOwnClock = (ahead: number) => jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
  const get = <T>(type: new (...parts: never[]) => T): T => registry.app.get<T>(type, { strict: false });
  const status = async () => (await registry.fetch(`/v2/acme/hello/blobs/${DIGEST}`)).status;

  it('takes nothing before its time when it is ahead', async () => {
    const { headers } = await registry.fetch('/v2/acme/hello/blobs/uploads/', { method: 'POST' });
    await registry.fetch(headers.get('location')!, { method: 'PATCH', body: BYTES });
    const doomed = await blobs.finish(
      await blobs.append(blobs.begin(), once(BYTES), { final: true }),
      DIGEST,
    );
    await registry.metadata.commands.doomLocations({ locations: [doomed] });
    setOwnClock(30 * DAY);

    expect((await get(Collection).run()).totals.link).toBe(0);
    expect(await get(DoomedLocations).delete()).toBe(0);
    expect(await get(UploadExpiry).expire()).toBe(0);
    expect(await status()).toBe(200);
  });

  it('takes what is due when it is behind', async () => {
    setOwnClock(-30 * DAY);
    databaseAhead = DAY + 1000;

    expect((await get(Collection).run()).totals.link).toBe(1);
    expect(await status()).toBe(404);
  });

  it('keeps for those who ask before they push what is nearly due, when it is behind', async () => {
    setOwnClock(-30 * DAY);
    databaseAhead = DAY - 1000;
    const touched = jest.spyOn(registry.metadata.commands, 'touchLink');
    await registry.fetch(`/v2/acme/hello/blobs/${DIGEST}`, { method: 'HEAD' });

    expect(touched).toHaveBeenCalledTimes(1);
  });

  it('gives out uploads that other replicas take for fresh', async () => {
    setOwnClock(-30 * DAY);
    const { headers } = await registry.fetch('/v2/acme/hello/blobs/uploads/', { method: 'POST' });
    jest.restoreAllMocks();

    expect((await registry.fetch(headers.get('location')!)).status).toBe(204);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
