import type { PackageLayer, PackageManifest } from '@margo-registry/margo';
import { OciError, type ByteRange } from '@margo-registry/oci';
import type { BlobRow, MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { BlobsService } from '../blobs/blobs.service.js';
import { missing } from '../manifests/manifest-refusals.js';
import { METADATA } from '../storage/tokens.js';

/** More than any description may have, so that the beginning of a larger one is enough to refuse it; of other files a finding says so. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Layers that are looked for at once. Of the first so many, which are all of a usual package, what was found is kept. */
const MOST_AT_ONCE = 16;

/** The content of a package's layers in the repository that it is pushed to. */
@Injectable()
export class LayerReader {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    private readonly blobs: BlobsService,
  ) {}

  /**
   * A way to the layers of a package; of what has more than 4 MiB, to the beginning. Throws `manifest-blob-unknown` with
   * every one that is not here: packages are never taken while parts are absent.
   */
  async open(
    repository: string,
    { config, layers }: PackageManifest,
  ): Promise<(layer: PackageLayer) => Promise<Uint8Array | undefined>> {
    const parts = config === undefined ? layers : [config, ...layers];
    const distinct = [...new Map(parts.map((part) => [part.digest, part])).values()];
    const absent: PackageLayer[] = [];
    let found = new Map<string, BlobRow>();
    for (let first = 0; first < distinct.length; first += MOST_AT_ONCE) {
      const some = distinct.slice(first, first + MOST_AT_ONCE);
      const digests = some.map(({ digest }) => digest);
      const here = new Map(
        (await this.metadata.queries.findBlobs(repository, digests)).map((blob) => [blob.digest, blob]),
      );
      absent.push(...some.filter(({ digest }) => !here.has(digest)));
      if (first === 0) found = here;
    }
    if (absent.length > 0)
      throw missing(
        absent.map((part) => ({ digest: part.digest, kind: part === config ? 'config' : 'layer' })),
      );
    return async ({ digest }) => {
      const blob = found.get(digest) ?? (await this.find(repository, digest));
      if (blob === undefined) return undefined;
      return this.collect(blob, blob.size > MOST_BYTES ? { start: 0, end: MOST_BYTES - 1 } : undefined);
    };
  }

  /** Undefined for what is absent, damaged or has more bytes than `most`. */
  async readWithin(
    repository: string,
    { digest }: PackageLayer,
    most: number,
  ): Promise<Uint8Array | undefined> {
    const blob = await this.find(repository, digest);
    if (blob === undefined || blob.size > most) return undefined;
    return this.collect(blob, undefined).catch((error: unknown) => {
      if (error instanceof OciError && error.reason === 'blob-unknown') return undefined;
      throw error;
    });
  }

  private async collect(blob: BlobRow, range: ByteRange | undefined): Promise<Uint8Array> {
    if (blob.location === null) return blob.payload;
    const chunks: Buffer[] = [];
    // A chunk may be overwritten once the next one is asked for.
    for await (const chunk of this.blobs.read(blob, range)) chunks.push(Buffer.from(chunk));
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
