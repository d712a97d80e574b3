import { MemoryBlobStore } from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { DoomedLocations } from './doomed-locations.js';
import { OrphanSweep } from './orphan-sweep.js';

const DAY = 24 * 3_600_000;

describe('a sweep for orphans', () => {
  let registry: RegistryInProcess;
  beforeEach(async () => {
    registry = await RegistryInProcess.start({ blobs: new MemoryBlobStore() });
  });
  afterEach(() => registry.stop());

  const leave = async (count = 1): Promise<void> => {
    const { blobs } = registry;
    for (let index = 0; index < count; index += 1)
      await blobs.finish(await blobs.append(blobs.begin(), once(randomBytes(100)), { final: true }), 'x');
  };
  const push = async (): Promise<string> => {
    const body = randomBytes(100_000);
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const path = `/v2/acme/hello/blobs/uploads/?digest=${digest}`;
    expect((await registry.fetch(path, { method: 'POST', body })).status).toBe(201);
    return digest;
  };
  const sweep = (days: number, remove = false) =>
    registry.app.get(OrphanSweep, { strict: false }).run({ remove, now: Date.now() + days * DAY + 1000 });
  const deleteDoomed = (days: number) =>
    registry.app.get(DoomedLocations, { strict: false }).delete(Date.now() + days * DAY);

  it('reports bytes that no row mentions, and deletes them on request when they were seen a day before', async () => {
    await leave();
    const digest = await push();
    expect(await sweep(1)).toMatchObject({ stored: 2, orphans: 1, bytes: 100, deleted: 0 });
    expect(await sweep(1.5, true)).toMatchObject({ orphans: 1, deleted: 0 });
    expect(await sweep(2.1)).toMatchObject({ orphans: 1, deleted: 0 });
    expect(await sweep(2.2, true)).toMatchObject({ orphans: 1, deleted: 1 });
    expect(await sweep(2.3, true)).toMatchObject({ stored: 2, orphans: 0 });
    expect(await deleteDoomed(4)).toBe(1);
    expect(await sweep(5)).toMatchObject({ stored: 1, orphans: 0 });
    expect((await registry.fetch(`/v2/acme/hello/blobs/${digest}`)).status).toBe(200);
  });

  it('leaves what is young, what an upload holds, and what is doomed already', async () => {
    await leave();
    expect(await sweep(0.5)).toMatchObject({ stored: 1, orphans: 0 });
    const begun = await registry.fetch('/v2/acme/hello/blobs/uploads/', { method: 'POST' });
    const body = randomBytes(100_000);
    await registry.fetch(begun.headers.get('location')!, { method: 'PATCH', body });
    await registry.metadata.commands.doomLocations({ locations: (await sweep(1)).locations });
    expect(await sweep(3, true)).toMatchObject({ stored: 2, orphans: 0, deleted: 0 });
  });

  it('begins anew with what was no orphan in between', async () => {
    await leave();
    const { locations } = await sweep(1);
    await registry.metadata.commands.doomLocations({ locations });
    await sweep(1.5);
    await registry.metadata.commands.forgetDoomedLocations({ locations });
    expect(await sweep(2.5, true)).toMatchObject({ orphans: 1, deleted: 0 });
  });

  it('does nothing at all where so much looks orphaned that the database must be the wrong one', async () => {
    await leave(10);
    await push();
    expect(await sweep(1)).toMatchObject({ orphans: 10, refused: expect.stringMatching(/too many/) });
    expect(await sweep(3, true)).toMatchObject({ orphans: 10, deleted: 0 });
    expect(await deleteDoomed(9)).toBe(0);
  });

  it('is begun by an admin; a misspelt flag is a problem', async () => {
    await leave();
    const post = (query: string) =>
      registry.fetch(`/api/v1/maintenance/sweep-orphans${query}`, { method: 'POST' });
    expect(await (await post('?delete=true')).json()).toMatchObject({ stored: 1, orphans: 0, deleted: 0 });
    const misspelt = await post('?delete=1');
    expect([misspelt.status, misspelt.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json',
    ]);
    await registry.metadata.commands.takeLease({ name: 'sweep', holder: 'x', ttlMilliseconds: 60_000 });
    expect((await post('')).status).toBe(409);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
