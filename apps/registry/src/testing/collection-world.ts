import type { BlobStore } from '@margo-registry/storage-core';
import type { MetadataStore, ReferenceFact } from '@margo-registry/storage-metadata';
import { createHash } from 'node:crypto';
import { BLOBS, MANIFESTS, REPOSITORIES, type Seen } from './collection-model.js';

/** What is asked of model and registry alike. */
export type Action =
  | { readonly kind: 'push' | 'ask' | 'unlink'; readonly repository: string; readonly blob: string }
  | { readonly kind: 'mount'; readonly repository: string; readonly from: string; readonly blob: string }
  | { readonly kind: 'record'; readonly repository: string; readonly manifest: string; readonly tag?: string }
  | { readonly kind: 'deleteManifest'; readonly repository: string; readonly manifest: string }
  | { readonly kind: 'deleteTag'; readonly repository: string; readonly tag: string };

/** The same small world in real stores. */
export class CollectionWorld {
  constructor(
    private readonly metadata: MetadataStore,
    private readonly blobs: BlobStore,
    private readonly freshFor: number,
  ) {}

  /** Whether it was done. */
  async apply(action: Action, now: number): Promise<boolean> {
    const { commands } = this.metadata;
    const { repository } = action;
    const at = { repository, now, freshFor: this.freshFor };
    switch (action.kind) {
      case 'push':
        return this.push(repository, action.blob, now);
      case 'mount': {
        const { from, blob } = action;
        return (await commands.mountBlob({ ...at, from, digest: digestOf(blob) })).outcome === 'mounted';
      }
      case 'ask':
        return (await commands.touchLink({ ...at, digest: digestOf(action.blob) })).outcome !== 'gone';
      case 'unlink':
        return (await commands.unlinkBlob({ ...at, digest: digestOf(action.blob) })).outcome === 'unlinked';
      case 'record':
        return this.record(action, now);
      case 'deleteTag':
        return (await commands.deleteTag({ ...at, tag: action.tag })).outcome === 'deleted';
      case 'deleteManifest': {
        const { outcome } = await commands.deleteManifest({ ...at, digest: digestOf(action.manifest) });
        return outcome === 'deleted';
      }
    }
  }

  async look(repository: string): Promise<Seen> {
    const { queries } = this.metadata;
    const [links, manifests] = [new Set<string>(), new Set<string>()];
    for (const blob of BLOBS) if (await queries.findBlob(repository, digestOf(blob))) links.add(blob);
    for (const name of Object.keys(MANIFESTS))
      if (await queries.findManifest(repository, { digest: digestOf(name) })) manifests.add(name);
    return { links, manifests };
  }

  /** Locations that links lead to; throws where one has other bytes than were pushed. */
  async readAll(): Promise<Set<string>> {
    const locations = new Set<string>();
    for (const repository of REPOSITORIES) {
      for (const blob of BLOBS) {
        const row = await this.metadata.queries.findBlob(repository, digestOf(blob));
        if (!row || row.location === null) continue;
        const chunks: Uint8Array[] = [];
        for await (const chunk of this.blobs.open(row.location)) chunks.push(Buffer.from(chunk));
        if (Buffer.concat(chunks).toString() !== blob) throw new Error(`${blob} has other bytes`);
        locations.add(row.location);
      }
    }
    return locations;
  }

  async listStored(): Promise<Set<string>> {
    const stored = new Set<string>();
    for await (const { location } of this.blobs.list()) stored.add(location);
    return stored;
  }

  private async push(repository: string, blob: string, now: number): Promise<boolean> {
    const bytes = Buffer.from(blob);
    const content = blob.startsWith('large') ? { location: await this.store(bytes) } : { payload: bytes };
    const digest = digestOf(blob);
    const { freshFor } = this;
    const link = { repository, digest, size: bytes.length, content, now, freshFor };
    return (await this.metadata.commands.linkBlob(link)).outcome === 'linked';
  }

  private async store(bytes: Buffer): Promise<string> {
    const state = await this.blobs.append(this.blobs.begin(), once(bytes), { final: true });
    return this.blobs.finish(state, 'sha256:00');
  }

  private async record(
    { repository, manifest, tag }: Action & { readonly kind: 'record' },
    now: number,
  ): Promise<boolean> {
    const { blobs, children, subject } = MANIFESTS[manifest]!;
    const { outcome } = await this.metadata.commands.recordManifest({
      repository,
      digest: digestOf(manifest),
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: null,
      subject: subject === undefined ? null : digestOf(subject),
      payload: Buffer.from(manifest),
      annotations: null,
      references: [
        ...blobs.map((blob) => referenceTo(blob, 'layer')),
        ...children.map((child) => referenceTo(child, 'manifest')),
      ],
      tags: tag === undefined ? [] : [tag],
      absentReferences: 'refuse',
      pushedBy: null,
      now,
      freshFor: this.freshFor,
    });
    return outcome === 'recorded';
  }
}

function referenceTo(name: string, kind: ReferenceFact['kind']): ReferenceFact {
  return { digest: digestOf(name), kind, size: name.length, required: true };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
