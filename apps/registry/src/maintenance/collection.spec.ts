import { MemoryBlobStore } from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import type { CollectionReport } from './collection-report.js';
import { Collection } from './collection.js';
import { DoomedLocations } from './doomed-locations.js';

const DAY = 24 * 3_600_000;
const BYTES = randomBytes(100_000);
const DIGEST = digestOf(BYTES);
const BLOB = `/v2/acme/hello/blobs/${DIGEST}`;

describe('a run of the collector', () => {
  let registry: RegistryInProcess;
  beforeEach(async () => {
    registry = await RegistryInProcess.start({ blobs: new MemoryBlobStore() });
    await push('acme/hello', BYTES);
  });
  afterEach(() => registry.stop());

  const push = async (repository: string, body: Buffer): Promise<void> => {
    const path = `/v2/${repository}/blobs/uploads/?digest=${digestOf(body)}`;
    expect((await registry.fetch(path, { method: 'POST', body })).status).toBe(201);
  };
  const collection = () => registry.app.get(Collection, { strict: false });
  const runLater = (time: number, dryRun = false): Promise<CollectionReport> =>
    collection().run({ now: Date.now() + time, dryRun });
  const status = async (): Promise<number> => (await registry.fetch(BLOB)).status;
  const post = (query = '') => registry.fetch(`/api/v1/maintenance/collect${query}`, { method: 'POST' });

  it('takes what nobody refers to and nobody touched for the grace time, says why, and its bytes go later', async () => {
    expect((await runLater(DAY - 1000)).totals.link).toBe(0);
    expect(await status()).toBe(200);
    const report = await runLater(DAY + 1000);
    expect(report).toMatchObject({ dryRun: false, complete: true, bytes: BYTES.length });
    expect(report.collected).toEqual([
      {
        kind: 'link',
        digest: DIGEST,
        repository: 'acme/hello',
        bytes: BYTES.length,
        why: expect.stringMatching(/^no manifest refers to it/),
      },
    ]);
    expect(await status()).toBe(404);
    const doomed = registry.app.get(DoomedLocations, { strict: false });
    expect(await doomed.delete(Date.now() + DAY + 1000)).toBe(0);
    expect(await doomed.delete(Date.now() + 2 * DAY + 2000)).toBe(1);
  });

  it('changes nothing when it is dry, and says what it would take', async () => {
    await push('acme/other', BYTES);
    const report = await runLater(DAY + 1000, true);
    expect(report).toMatchObject({ dryRun: true, bytes: BYTES.length, totals: { link: 2 } });
    expect(await status()).toBe(200);
    expect((await runLater(DAY + 1000)).totals).toEqual(report.totals);
  });

  it('takes a repository that two runs saw empty, a grace time apart, also when {} is all that it holds', async () => {
    await push('acme/bare', Buffer.from('{}'));
    const names = async () =>
      (await registry.metadata.queries.listRepositories({ limit: 10 })).items.join(', ');
    await registry.metadata.commands.unlinkBlob({ repository: 'acme/hello', digest: DIGEST });
    expect((await runLater(0)).totals.repository).toBe(0);
    expect((await runLater(DAY / 2)).totals.repository).toBe(0);
    await push('acme/hello', BYTES);
    expect((await runLater(DAY / 2 + 1)).totals.repository).toBe(0);
    expect((await runLater(DAY + 1000, true)).totals.repository).toBe(1);
    expect((await runLater(DAY + 1000)).collected.filter(({ kind }) => kind === 'repository')).toEqual([
      { kind: 'repository', repository: 'acme/bare', bytes: 0, why: expect.stringMatching(/^empty since/) },
    ]);
    expect(await names()).toBe('acme/hello');
  });

  it('leaves what somebody asked for who may push', async () => {
    const { metadata } = registry;
    const touchedAt = async () => (await metadata.queries.findBlob('acme/hello', DIGEST))!.touchedAt;
    const pushedAt = await touchedAt();
    await registry.fetch(BLOB, { method: 'HEAD' });
    expect(await touchedAt()).toBe(pushedAt);
    const old = Date.now() - DAY;
    await metadata.commands.collectLink({
      repository: 'acme/hello',
      digest: DIGEST,
      before: Date.now() + DAY,
    });
    await metadata.commands.linkBlob({
      repository: 'acme/hello',
      digest: DIGEST,
      size: 1,
      content: { payload: Buffer.from('x') },
      now: old,
    });
    expect((await registry.fetch(BLOB, { method: 'HEAD' })).status).toBe(200);
    expect(await touchedAt()).toBeGreaterThan(old + DAY - 60_000);
  });

  it('is begun by an admin, who gets the report', async () => {
    const answer = await post('?dryRun=true');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ dryRun: true, complete: true, bytes: 0, collected: [] }),
    ]);
    expect(await (await post()).json()).toMatchObject({ dryRun: false });
    expect(await (await registry.fetch('/metrics')).text()).toMatch(
      /margo_registry_collection_duration_seconds_count 1/,
    );
  });

  it('is refused with a problem where the question is misspelt, or another process collects', async () => {
    const misspelt = await post('?dryRun=yes');
    expect([misspelt.status, misspelt.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json',
    ]);
    await registry.metadata.commands.takeLease({ name: 'collector', holder: 'x', ttlMilliseconds: 60_000 });
    const busy = await post();
    expect([busy.status, await busy.json()]).toEqual([
      409,
      expect.objectContaining({ type: '/docs/errors#maintenance-busy' }),
    ]);
    expect((await post('?dryRun=true')).status).toBe(200);
  });
});

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
