import type { PackageLayer, PackageManifest } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { BlobRow, MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { BlobsService } from '../blobs/blobs.service.js';
import { METADATA } from '../storage/tokens.js';

/** More than any description or icon may have; of what is larger nothing is read. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The content of a package's layers in the repository that it is pushed to. */
@Injectable()
export class LayerReader {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    private readonly blobs: BlobsService,
  ) {}

  /** Throws `manifest-blob-unknown` with every layer that is not here: packages are never taken while parts are absent. */
  async checkPresence(repository: string, { config, layers }: PackageManifest): Promise<void> {
    const all = config === undefined ? layers : [config, ...layers];
    const found = await Promise.all(all.map(({ digest }) => this.find(repository, digest)));
    const missing = all.filter((_, index) => found[index] === undefined);
    if (missing.length === 0) return;
    const names = missing.map(({ digest }) => digest).join(', ');
    throw new OciError('manifest-blob-unknown', {
      message: `the manifest refers to content that is not in this repository: ${names}; push it first`,
      detail: missing.map((layer) => ({ digest: layer.digest, kind: layer === config ? 'config' : 'layer' })),
    });
  }

  /** Undefined for what is absent or too large to be looked at. */
  async read(repository: string, { digest, size }: PackageLayer): Promise<Uint8Array | undefined> {
    if (size > MOST_BYTES) return undefined;
    const blob = await this.find(repository, digest);
    if (blob === undefined || blob.size > MOST_BYTES) return undefined;
    if (blob.location === null) return blob.payload;
    const chunks: Buffer[] = [];
    // A chunk may be overwritten once the next one is asked for.
    for await (const chunk of this.blobs.read(blob, undefined)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }

  /** Tags of the repository that point to a manifest already. */
  async listTagsOf(repository: string, payload: Uint8Array): Promise<readonly string[]> {
    const digest = `sha256:${createHash('sha256').update(payload).digest('hex')}`;
    return this.metadata.queries.listTagsOf(repository, digest);
  }

  private find(repository: string, digest: string): Promise<BlobRow | undefined> {
    return this.metadata.queries.findBlob(repository, digest);
  }
}
