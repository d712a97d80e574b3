import { isStorageError, type BlobStore, type UploadState } from '@margo-registry/storage-core';
import type { BlobContent, StoredBlobFact } from '@margo-registry/storage-metadata';
import { BlobBytes, type Damage } from '../blob-bytes.js';
import type { Progress } from '../progress.js';

export type Copied = { readonly content: BlobContent } | { readonly damage: Damage };

/** Copies bytes from one blob store to another and trusts nothing but their digest. */
export class BlobCopy {
  /** `inline`: the largest blob that lives beside the facts of the target. */
  constructor(
    private readonly source: Pick<BlobStore, 'open'>,
    private readonly target: BlobStore,
    private readonly inline: number,
    private readonly progress: Pick<Progress, 'add'>,
  ) {}

  /** Resolves when the bytes are durable in the target, or tells what is wrong with them; then nothing is left there. */
  async copy(fact: StoredBlobFact): Promise<Copied> {
    const bytes = new BlobBytes(this.source, fact, (length) => this.progress.add(length));
    const copied = await this.take(fact, bytes);
    this.progress.add(fact.size - bytes.size);
    return copied;
  }

  private async take(fact: StoredBlobFact, bytes: BlobBytes): Promise<Copied> {
    if (fact.content === null) return { damage: 'missing' };
    // The empty blob has no bytes to keep elsewhere.
    return fact.size === 0 || fact.size <= this.inline ? this.collect(fact, bytes) : this.store(fact, bytes);
  }

  private async collect({ size }: StoredBlobFact, bytes: BlobBytes): Promise<Copied> {
    const parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of bytes.chunks()) {
        length += chunk.length;
        if (length > size) return { damage: 'wrong' };
        parts.push(Buffer.from(chunk));
      }
    } catch (error) {
      return { damage: bytes.damage() ?? reject(error) };
    }
    const damage = bytes.damage();
    return damage === undefined ? { content: { payload: Buffer.concat(parts) } } : { damage };
  }

  private async store({ digest }: StoredBlobFact, bytes: BlobBytes): Promise<Copied> {
    const state = await this.append(bytes);
    const damage = bytes.damage();
    if (damage !== undefined || state === undefined) {
      if (state !== undefined) await this.target.cancel(state);
      return { damage: damage ?? 'wrong' };
    }
    const location = await this.target.finish(state, digest);
    for (const segment of state.locations) if (segment !== location) await this.target.delete(segment);
    return { content: { location } };
  }

  /** The state with every byte, or `undefined` where the source's bytes ended in a failure that is theirs. */
  private async append(bytes: BlobBytes): Promise<UploadState | undefined> {
    try {
      return await this.target.append(this.target.begin(), bytes.chunks(), { final: true });
    } catch (error) {
      if (isStorageError(error) && error.state) await this.target.cancel(error.state);
      if (isStorageError(error, 'interrupted') && bytes.damage() !== undefined) return undefined;
      throw error;
    }
  }
}

function reject(error: unknown): never {
  throw error;
}
