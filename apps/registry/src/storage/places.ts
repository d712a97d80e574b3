import { resolve } from 'node:path';
import type { SetUp } from '../set-up.js';

/** Where bytes and facts are, for people: paths and names, never a secret. */
export interface Places {
  readonly blobs: string;
  readonly metadata: string;
}

export function placesOf({ settings, blobDriver }: Pick<SetUp, 'settings' | 'blobDriver'>): Places {
  const { directory, bucket, endpoint } = blobDriver.settings as Partial<Record<string, string>>;
  const { plugin } = blobDriver;
  const place =
    directory === undefined ? [bucket, endpoint].filter(Boolean).join(' at ') : resolve(directory);
  return {
    blobs: plugin.name === 'filesystem' || place === '' ? place || plugin.name : `${plugin.name}: ${place}`,
    metadata: metadataPlace(settings.metadata),
  };
}

function metadataPlace({ driver, file, url }: SetUp['settings']['metadata']): string {
  if (driver === 'sqlite' || url === undefined) return resolve(file);
  const { host, pathname } = new URL(url);
  return `postgres: ${host}${pathname}`;
}
