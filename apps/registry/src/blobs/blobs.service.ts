import { OciError, digestAlgorithm, parseDigest, type ByteRange, type Digest } from '@margo-registry/oci';
import { isStorageError, type BlobStore } from '@margo-registry/storage-core';
import type { BlobRow, MetadataStore, MountBlob } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';

/** Where a mounted blob may come from. */
export type MountSource = Pick<MountBlob, 'from' | 'within'>;

/** Blobs of a repository: finding, reading, mounting, deleting. How they come in: `uploads/`. */
@Injectable()
export class BlobsService {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** Throws `digest-invalid`, or `blob-unknown` also when another repository has it (END2-01). */
  async get(repository: string, text: string): Promise<BlobRow> {
    const digest = parseDigest(text);
    const blob = await this.metadata.queries.findBlob(repository, digest);
    if (!blob) throw new OciError('blob-unknown', { detail: { repository, digest } });
    return blob;
  }

  /**
   * For somebody who may push, and who leaves the blob out of a push when it is here: it then stays for a while, manifest or
   * not. Writes only where the last touch is old. Throws as {@link get}.
   */
  async getForPush(repository: string, text: string): Promise<BlobRow> {
    const blob = await this.get(repository, text);
    const { freshFor } = this.settings.collection;
    if (blob.touchedAt > this.metadata.now() - freshFor) return blob;
    const { digest } = blob;
    const { outcome } = await this.metadata.commands.touchLink({ repository, digest, freshFor });
    if (outcome === 'gone') throw new OciError('blob-unknown', { detail: { repository, digest } });
    return blob;
  }

  /**
   * Reads a blob that lies in the blob store. Bytes that turn out to be missing or short are written down as damaged,
   * so that HEAD says 404 and the next push brings them back; the reader gets `blob-unknown`.
   */
  async *read(
    blob: BlobRow & { location: string },
    range: ByteRange | undefined,
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* this.blobs.open(blob.location, range ?? whole(blob.size));
    } catch (error) {
      if (!isStorageError(error, 'not-found') && !isStorageError(error, 'corrupt')) throw error;
      await this.metadata.commands.markBlobDamaged({ digest: blob.digest, location: blob.location });
      throw new OciError('blob-unknown', {
        detail: { digest: blob.digest, reason: 'the stored bytes are damaged; push it again' },
        cause: error,
      });
    }
  }

  /** Reads bytes back and computes their digest. */
  async digestOf(location: string, like: Digest): Promise<string> {
    const algorithm = digestAlgorithm(like);
    const hash = createHash(algorithm);
    for await (const chunk of this.blobs.open(location)) hash.update(chunk);
    return `${algorithm}:${hash.digest('hex')}`;
  }

  /** True when the blob is in `repository` now. `from` absent: any repository within these serves as the source (END11-03). */
  async mount(repository: string, digest: string, source: MountSource): Promise<boolean> {
    const { outcome } = await this.metadata.commands.mountBlob({
      repository,
      digest,
      ...source,
      freshFor: this.settings.collection.freshFor,
    });
    return outcome === 'mounted';
  }

  /** Throws `blob-unknown`, `name-unknown`, or `blob-in-use` when a manifest of this repository refers to it. */
  async delete(repository: string, text: string): Promise<void> {
    const digest = parseDigest(text);
    const result = await this.metadata.commands.unlinkBlob({ repository, digest });
    if (result.outcome === 'in-use')
      throw new OciError('blob-in-use', {
        detail: { digest, manifest: result.manifest },
        headers: { Allow: 'GET, HEAD' },
      });
    if (result.outcome === 'repository-absent')
      throw new OciError('name-unknown', { detail: { repository } });
    if (result.outcome === 'absent') throw new OciError('blob-unknown', { detail: { repository, digest } });
  }
}

/** Asked for by length, so that a file that became shorter is noticed. An empty blob has no positions to ask for. */
function whole(size: number): ByteRange | undefined {
  return size === 0 ? undefined : { start: 0, end: size - 1 };
}
