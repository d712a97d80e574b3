import { DatabaseHeldError } from '@margo-registry/storage-metadata';
import { existsSync } from 'node:fs';
import type { SetUp } from '../set-up.js';
import { StartRefused } from '../start-refused.js';
import { placesOf } from '../storage/places.js';
import { openStores, type Stores } from '../storage/stores.js';

/** Opens the stores for a command. Throws {@link StartRefused} where a running registry (or another command) holds the database. */
export async function openStoresAlone(setUp: SetUp): Promise<Stores> {
  try {
    return await openStores(setUp);
  } catch (error) {
    if (!(error instanceof StartRefused && error.cause instanceof DatabaseHeldError)) throw error;
    const message = `The database ${placesOf(setUp).metadata} is in use: stop the registry that runs on it (or wait for the other command), and try again.`;
    throw new StartRefused(message, { cause: error });
  }
}

/** As {@link openStoresAlone}, where a registry has been before; a wrong path shall not make an empty one. */
export async function openExistingStores(setUp: SetUp): Promise<Stores> {
  const { metadata } = setUp.settings;
  if (metadata.driver === 'sqlite' && !existsSync(metadata.file)) throw noRegistry(setUp);
  const before = Date.now();
  const stores = await openStoresAlone(setUp);
  const createdAt = stores.metadata.identity.createdAt.getTime();
  // By the clock of whoever made it, which may be ahead of this one.
  if (createdAt < before || createdAt > Date.now()) return stores;
  await closeStores(stores);
  throw noRegistry(setUp);
}

export async function closeStores({ blobs, metadata }: Stores): Promise<void> {
  await blobs.close();
  await metadata.close();
}

function noRegistry(setUp: SetUp): StartRefused {
  return new StartRefused(
    `There is no registry's database at ${placesOf(setUp).metadata}; correct the settings (metadata.driver, metadata.file, metadata.url).`,
  );
}
