import { isStorageError, type BlobStore } from '@margo-registry/storage-core';
import { plugin as filesystem } from '@margo-registry/storage-filesystem';
import { openSqliteMetadata, type MetadataStore } from '@margo-registry/storage-metadata';
import type { RegistrySettings } from '../settings.js';
import { StartRefused } from '../start-refused.js';

export interface Stores {
  readonly blobs: BlobStore;
  readonly metadata: MetadataStore;
}

/**
 * Opens both stores and sees to it that they belong together. Throws {@link StartRefused} when one cannot be opened, or
 * when the blob store carries the mark of another database: its blobs would all look like orphans here.
 */
export async function openStores(settings: RegistrySettings): Promise<Stores> {
  try {
    return await openBoth(settings);
  } catch (error) {
    throw isStorageError(error) ? new StartRefused(error.message, { cause: error }) : error;
  }
}

async function openBoth(settings: RegistrySettings): Promise<Stores> {
  const metadata = await openSqliteMetadata({ file: settings.metadata.file });
  try {
    const blobs = await filesystem.open(
      Object.assign(new filesystem.settings(), { directory: settings.blobs.directory }),
    );
    await claim(blobs, metadata);
    return { blobs, metadata };
  } catch (error) {
    await metadata.close();
    throw error;
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
