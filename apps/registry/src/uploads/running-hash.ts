import type { DigestAlgorithm } from '@margo-registry/oci';
import { createHash, type Hash } from 'node:crypto';

/** Digest of the bytes of one upload so far, computed while they pass by. */
export class RunningHash {
  private readonly hashes = new Map<DigestAlgorithm, Hash>();
  /** Bytes seen. */
  size = 0;

  constructor(algorithms: Iterable<DigestAlgorithm>) {
    for (const algorithm of algorithms) this.hashes.set(algorithm, createHash(algorithm));
  }

  update(chunk: Uint8Array): void {
    this.size += chunk.length;
    for (const hash of this.hashes.values()) hash.update(chunk);
  }

  /** Passes `chunks` on unchanged and hashes them. */
  async *along(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.update(chunk);
      yield chunk;
    }
  }

  /** `algorithm:hex`, or `undefined` when this algorithm did not run along. The hash can go on afterwards. */
  digest(algorithm: DigestAlgorithm): string | undefined {
    const hash = this.hashes.get(algorithm);
    return hash && `${algorithm}:${hash.copy().digest('hex')}`;
  }
}

const MAXIMUM_KEPT = 1000;

/**
 * Hashes of unfinished uploads whose every byte this process has seen. A native hash cannot be stored, so whoever
 * continues an upload elsewhere reads it back at the end; forgetting one here costs the same and nothing else.
 */
export class RunningHashes {
  private readonly kept = new Map<string, RunningHash>();

  /** A hash without bytes that waits for the first ones: how the hint `digest-algorithm` is remembered. */
  keep(uuid: string, hash: RunningHash): void {
    this.kept.delete(uuid);
    this.kept.set(uuid, hash);
    const oldest = this.kept.size > MAXIMUM_KEPT ? this.kept.keys().next().value : undefined;
    if (oldest !== undefined) this.kept.delete(oldest);
  }

  /** Takes the hash out, if it covers exactly the first `size` bytes. */
  take(uuid: string, size: number): RunningHash | undefined {
    const hash = this.kept.get(uuid);
    this.kept.delete(uuid);
    return hash?.size === size ? hash : undefined;
  }
}
