import { isStorageError, type BlobStore } from '@margo-registry/storage-core';
import {
  openPostgresMetadata,
  openSqliteMetadata,
  type MetadataStore,
} from '@margo-registry/storage-metadata';
import type { BlobDriver, SetUp } from '../set-up.js';
import type { MetadataSettings } from '../settings.js';
import { StartRefused } from '../start-refused.js';

export interface Stores {
  readonly blobs: BlobStore;
  readonly metadata: MetadataStore;
}

/**
 * Opens both stores and sees to it that they belong together. Throws {@link StartRefused} when one cannot be opened, or
 * when the blob store carries the mark of another database: its blobs would all look like orphans here.
 */
export async function openStores({
  settings,
  blobDriver,
}: Pick<SetUp, 'settings' | 'blobDriver'>): Promise<Stores> {
  const metadata = await openMetadata(settings.metadata);
  try {
    const blobs = await openBlobs(blobDriver);
    await claim(blobs, metadata);
    return { blobs, metadata };
  } catch (error) {
    await metadata.close();
    throw error;
  }
}

async function openMetadata({ driver, file, url = '', pool }: MetadataSettings): Promise<MetadataStore> {
  try {
    return await (driver === 'postgres' ? openPostgresMetadata({ url, pool }) : openSqliteMetadata({ file }));
  } catch (error) {
    throw isStorageError(error) ? new StartRefused(error.message, { cause: error }) : error;
  }
}

async function openBlobs({ name, plugin, settings }: BlobDriver): Promise<BlobStore> {
  try {
    return await plugin.open(settings);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    throw new StartRefused(
      `The storage driver "${name}" cannot be opened: ${reason}. Its settings are the variables REGISTRY_BLOBS_….`,
      { cause },
    );
  }
}

async function claim(blobs: BlobStore, metadata: MetadataStore): Promise<void> {
  const owner = await blobs.mark(metadata.identity.id);
  if (owner === metadata.identity.id) return;
  await blobs.close();
  throw new StartRefused(
    `The blob store belongs to another database (it carries the store id ${owner}, the database has ${metadata.identity.id}). ` +
      'Use the database that this store was made with, or an empty directory.',
  );
}
