import { MemoryBlobStore, type BlobStore } from '@margo-registry/storage-core';
import {
  exportFacts,
  openSqliteMetadata,
  type Fact,
  type MetadataStore,
} from '@margo-registry/storage-metadata';
import { OCI_CONFIG, OCI_MANIFEST, parseManifest } from '@margo-registry/oci';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stores } from '../../storage/stores.js';

type Content = string | Uint8Array;

/** Builds the bytes of a manifest. */
interface Document {
  build(): Uint8Array;
}

/** A pair of stores in a temporary folder, filled by commands as the registry would; for specs. */
export class SomeStores implements Stores {
  private constructor(
    readonly metadata: MetadataStore,
    readonly blobs: BlobStore,
    readonly directory: string,
  ) {}

  static async open(
    makeBlobs: (directory: string) => BlobStore = () => new MemoryBlobStore(),
  ): Promise<SomeStores> {
    const directory = await mkdtemp(join(tmpdir(), 'margo-stores-'));
    const metadata = await openSqliteMetadata({ file: join(directory, 'registry.db'), threaded: false });
    return new SomeStores(metadata, makeBlobs(join(directory, 'blobs')), directory);
  }

  async close(): Promise<void> {
    await this.blobs.close();
    await this.metadata.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Puts bytes beside the facts; their digest. */
  async pushSmall(repository: string, content: Content, now?: number): Promise<string> {
    const payload = Buffer.from(content);
    const digest = digestOf(payload);
    await this.metadata.commands.linkBlob({
      repository,
      digest,
      size: payload.length,
      content: { payload },
      now,
    });
    return digest;
  }

  /** Puts bytes into the blob store; their digest. */
  async pushLarge(repository: string, content: Content, now?: number): Promise<string> {
    const bytes = Buffer.from(content);
    const digest = digestOf(bytes);
    const location = await this.store(bytes);
    await this.metadata.commands.linkBlob({
      repository,
      digest,
      size: bytes.length,
      content: { location },
      now,
    });
    return digest;
  }

  /** Bytes that no fact knows; their location. */
  async store(bytes: Uint8Array): Promise<string> {
    const state = await this.blobs.append(this.blobs.begin(), once(bytes), { final: true });
    return this.blobs.finish(state, digestOf(bytes));
  }

  /** Records a manifest as a push does, absent references accepted; its digest. */
  async pushManifest(repository: string, document: Document, ...tags: string[]): Promise<string> {
    const payload = Buffer.from(document.build());
    const manifest = parseManifest(payload, undefined);
    const digest = digestOf(payload);
    await this.metadata.commands.recordManifest({
      repository,
      digest,
      mediaType: manifest.mediaType,
      artifactType: manifest.referrerArtifactType ?? null,
      subject: manifest.subject?.digest ?? null,
      payload,
      annotations: manifest.annotations ?? null,
      references: manifest.references.map(({ descriptor, ...rest }) => ({ ...descriptor, ...rest })),
      tags,
      absentReferences: 'accept',
      pushedBy: 'ci',
    });
    return digest;
  }

  /** An image over `{}` and one layer, both beside the facts, under a tag; its digest. */
  async pushImage(repository: string, tag: string): Promise<string> {
    await this.pushSmall(repository, '{}');
    await this.pushSmall(repository, `layer of ${tag}`);
    const descriptor = (content: string, mediaType: string) => ({
      mediaType,
      digest: digestOf(Buffer.from(content)),
      size: content.length,
    });
    const document = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor('{}', OCI_CONFIG),
      layers: [descriptor(`layer of ${tag}`, 'application/octet-stream')],
    };
    return this.pushManifest(repository, { build: () => Buffer.from(JSON.stringify(document)) }, tag);
  }

  /** Everything that is known, with the bytes of blobs instead of their places. */
  async everything(): Promise<object[]> {
    const all: object[] = [];
    for await (const fact of exportFacts(this.metadata.queries)) all.push(await this.withBytes(fact));
    return all;
  }

  private async withBytes(fact: Fact): Promise<object> {
    if (fact.fact === 'manifest') return { ...fact, payload: Buffer.from(fact.payload).toString() };
    if (fact.fact !== 'blob' || fact.content === null) return fact;
    const { content } = fact;
    const bytes = 'payload' in content ? Buffer.from(content.payload) : await this.read(content.location);
    return { ...fact, content: digestOf(bytes) };
  }

  private async read(location: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.blobs.open(location)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Nobody looks. */
export const NO_PROGRESS = { start: () => undefined, add: () => undefined, stop: () => undefined };
