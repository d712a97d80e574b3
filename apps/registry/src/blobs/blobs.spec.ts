import { MemoryBlobStore } from '@margo-registry/storage-core';
import { createHash, randomBytes } from 'node:crypto';
import { RegistryInProcess } from '../testing/registry-in-process.js';

const BYTES = randomBytes(100_000);
const DIGEST = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`;

describe('a blob whose bytes were lost', () => {
  let registry: RegistryInProcess;
  beforeEach(async () => {
    registry = await RegistryInProcess.start({ blobs: new MemoryBlobStore() });
    expect((await push()).status).toBe(201);
    const { location } = (await registry.metadata.queries.findBlob('acme/hello', DIGEST))!;
    await registry.blobs.delete(location!);
  });
  afterEach(() => registry.stop());

  const push = (): Promise<Response> =>
    registry.fetch(`/v2/acme/hello/blobs/uploads/?digest=${DIGEST}`, { method: 'POST', body: BYTES });
  const path = `/v2/acme/hello/blobs/${DIGEST}`;

  it('is answered with 404 BLOB_UNKNOWN, never with a promise that cannot be kept', async () => {
    const answer = await registry.fetch(path);
    expect(answer.status).toBe(404);
    expect(((await answer.json()) as { errors: { code: string }[] }).errors[0]?.code).toBe('BLOB_UNKNOWN');
  });

  it('counts as absent for HEAD from then on, so that clients push it again, and is whole after that', async () => {
    await registry.fetch(path);
    expect((await registry.fetch(path, { method: 'HEAD' })).status).toBe(404);
    expect((await push()).status).toBe(201);
    expect(Buffer.from(await (await registry.fetch(path)).arrayBuffer()).equals(BYTES)).toBe(true);
  });
});
