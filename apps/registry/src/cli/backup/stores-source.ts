import { isOciError } from '@margo-registry/oci';
import { Backups } from '../../maintenance/backup/backups.js';
import type { Stores } from '../../storage/stores.js';
import type { BackupSession, BackupSource } from './backup-source.js';

/** Opened stores: beside the replicas on Postgres, or of a registry that is stopped. */
export class StoresSource implements BackupSource {
  private readonly backups: Backups;

  constructor({ metadata, blobs }: Stores) {
    this.backups = new Backups(metadata, blobs);
  }

  async begin(): Promise<BackupSession | undefined> {
    const { backups } = this;
    const id = await backups.begin().catch(busyAsUndefined);
    if (id === undefined) return undefined;
    return {
      renew: () => backups.renew(id),
      facts: () => backups.facts(id),
      bytes: async (place) => firstOrNone(backups.bytes(id, place)),
      end: () => backups.end(id),
    };
  }
}

function busyAsUndefined(error: unknown): undefined {
  if (isOciError(error, 'maintenance-busy')) return undefined;
  throw error;
}

/** The same bytes; undefined where the first of them tells that there are none. */
async function firstOrNone(
  source: AsyncGenerator<Uint8Array>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const first = await source.next();
    return rest(first, source);
  } catch (error) {
    if (isOciError(error, 'backup-place-unknown')) return undefined;
    throw error;
  }
}

async function* rest(
  first: IteratorResult<Uint8Array>,
  source: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.done) return;
  yield first.value;
  yield* source;
}
