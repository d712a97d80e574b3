import { MemoryBlobStore, StorageError } from '@margo-registry/storage-core';
import { setTimeout as delay } from 'node:timers/promises';
import { RegistryInProcess } from '../testing/registry-in-process.js';

/** The probe is told after three seconds; the store keeps silent for longer. */
const SILENCE = 20_000;

class ProbedBlobStore extends MemoryBlobStore {
  answer: () => Promise<void> = () => Promise.resolve();

  override async ping(): Promise<void> {
    await this.answer();
  }
}

describe('a probe of the stores', () => {
  const blobs = new ProbedBlobStore();
  let registry: RegistryInProcess;

  beforeAll(async () => {
    registry = await RegistryInProcess.start({ blobs });
  });
  afterAll(() => registry.stop());

  const ready = async () => {
    const answer = await registry.fetch('/health/ready');
    return { status: answer.status, body: (await answer.json()) as { details: object } };
  };

  it('names the store that is not available, with its sentence, and the one that is', async () => {
    blobs.answer = () => {
      throw new StorageError('unavailable', 'the bucket is gone', { driver: 'probed', operation: 'ping' });
    };
    const { status, body } = await ready();
    expect({ status, details: body.details }).toEqual({
      status: 503,
      details: expect.objectContaining({
        metadata: { status: 'up' },
        blobs: { status: 'down', message: 'the bucket is gone' },
      }),
    });
  });

  it('does not wait for a store that keeps silent', async () => {
    const silence = new AbortController();
    blobs.answer = () => delay(SILENCE, undefined, { signal: silence.signal }).catch(() => undefined);
    const { status, body } = await ready();
    silence.abort();
    expect({ status, details: body.details }).toEqual({
      status: 503,
      details: expect.objectContaining({ blobs: { status: 'down', message: 'no answer within 3 s' } }),
    });
  }, 10_000);

  it('says so once the store answers again', async () => {
    blobs.answer = () => Promise.resolve();
    expect((await ready()).status).toBe(200);
  });
});
