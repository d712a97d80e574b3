import { digestAlgorithm, type Digest } from '@margo-registry/oci';
import { isStorageError, type BlobStore } from '@margo-registry/storage-core';
import type { StoredBlobFact } from '@margo-registry/storage-metadata';
import { RunningHash } from '../uploads/running-hash.js';

/** What is wrong with the bytes of a blob. */
export type Damage = 'missing' | 'short' | 'wrong';

/** The bytes of a blob, wherever they are, hashed while they are read. Ask for {@link damage} when {@link chunks} has ended or failed. */
export class BlobBytes {
  private readonly hash: RunningHash;
  private failure: unknown;

  constructor(
    private readonly blobs: Pick<BlobStore, 'open'>,
    private readonly fact: Pick<StoredBlobFact, 'digest' | 'size' | 'content'>,
    /** Hears of every chunk. */
    private readonly onBytes: (length: number) => void = () => undefined,
  ) {
    this.hash = new RunningHash([digestAlgorithm(fact.digest as Digest)]);
  }

  /** Throws what the store throws. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.hash.along(this.open())) {
        this.onBytes(chunk.length);
        yield chunk;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  /** Bytes read so far. */
  get size(): number {
    return this.hash.size;
  }

  /** What is wrong, or `undefined`. Throws a failure that says nothing about these bytes (the store does not answer). */
  damage(): Damage | undefined {
    if (this.fact.content === null || isStorageError(this.failure, 'not-found')) return 'missing';
    if (isStorageError(this.failure, 'corrupt')) return 'short';
    if (this.failure !== undefined) throw this.failure;
    if (this.hash.size < this.fact.size) return 'short';
    const computed = this.hash.digest(digestAlgorithm(this.fact.digest as Digest));
    return computed === this.fact.digest && this.hash.size === this.fact.size ? undefined : 'wrong';
  }

  private async *open(): AsyncGenerator<Uint8Array> {
    const { content } = this.fact;
    if (content === null) return;
    if ('payload' in content) yield content.payload;
    else yield* this.blobs.open(content.location);
  }
}

/** Bytes of a manifest whose digest is not theirs are damaged. */
export function isIntact(digest: string, bytes: Uint8Array): boolean {
  const algorithm = digestAlgorithm(digest as Digest);
  const hash = new RunningHash([algorithm]);
  hash.update(bytes);
  return hash.digest(algorithm) === digest;
}

/** Whether a place has a byte at this position. Throws where the store does not answer. */
export async function hasByte(blobs: BlobStore, location: string, position: number): Promise<boolean> {
  try {
    let length = 0;
    for await (const chunk of blobs.open(location, { start: position, end: position }))
      length += chunk.length;
    return length === 1;
  } catch (error) {
    if (isStorageError(error, 'not-found') || isStorageError(error, 'corrupt')) return false;
    throw error;
  }
}
