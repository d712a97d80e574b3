import 'reflect-metadata';
import { MemoryBlobStore, type BlobStore } from '@margo-registry/storage-core';
import { openSqliteMetadata, type MetadataStore } from '@margo-registry/storage-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApplication } from '../application.js';
import { RegistrySettings } from '../settings.js';

interface Parts {
  readonly app: NestFastifyApplication;
  readonly metadata: MetadataStore;
  readonly blobs: BlobStore;
  readonly settings: RegistrySettings;
  readonly directory: string;
}

/** A registry in this process on the in-memory blob store and a SQLite file, with its stores at hand; for specs. */
export class RegistryInProcess {
  private constructor(private readonly parts: Parts) {}

  get app(): NestFastifyApplication {
    return this.parts.app;
  }

  get metadata(): MetadataStore {
    return this.parts.metadata;
  }

  get blobs(): BlobStore {
    return this.parts.blobs;
  }

  static async start(
    options: {
      blobs?: BlobStore;
      metadata?: MetadataStore;
      change?: (settings: RegistrySettings) => void;
    } = {},
  ): Promise<RegistryInProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'margo-registry-'));
    const settings = new RegistrySettings();
    options.change?.(settings);
    const metadata =
      options.metadata ??
      (await openSqliteMetadata({ file: join(directory, 'registry.db'), threaded: false }));
    const blobs = options.blobs ?? new MemoryBlobStore();
    const app = await createApplication(settings, { blobs, metadata }, pino({ level: 'silent' }));
    await app.listen(0, '127.0.0.1');
    return new RegistryInProcess({ app, metadata, blobs, settings, directory });
  }

  /** Another process on the same stores, as far as HTTP can tell: what lives in memory is not shared. */
  startReplica(): Promise<RegistryInProcess> {
    return RegistryInProcess.start({
      blobs: this.blobs,
      metadata: this.metadata,
      change: (settings) => Object.assign(settings, this.parts.settings),
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.app.getHttpServer().address() as AddressInfo).port}`;
  }

  fetch(path: string, init?: RequestInit & { duplex?: 'half' }): Promise<Response> {
    return fetch(new URL(path, this.url), init);
  }

  async stop(options: { keepStores?: boolean } = {}): Promise<void> {
    this.app.getHttpServer().closeAllConnections();
    await this.app.close();
    if (!options.keepStores) {
      await this.blobs.close();
      await this.metadata.close();
    }
    await rm(this.parts.directory, { recursive: true, force: true });
  }
}
