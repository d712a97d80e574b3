import { COMMANDS } from '../commands/command-table.js';
import type { Queries } from '../queries/queries.js';
import type { Transaction } from '../sql/transaction.js';
import { aBlob, aManifest, aStoredBlob, digestOf } from './builders.js';

/** Sends every statement of the collector's walks; nothing need be there. */
export async function sendEveryCollectionQuery(queries: Queries): Promise<void> {
  const page = { before: 1, limit: 1 };
  await queries.listLinkCandidates(page);
  await queries.listManifestCandidates(page);
  await queries.listBlobCandidates(page);
  await queries.listRepositoryCandidates(page);
  await queries.listUnknownLocations(['l']);
  await queries.countDoomedLocations();
}

/** Sends every statement of the collector's commands, in the repository `collected`. */
export async function sendEveryCollectionCommand(tx: Transaction): Promise<void> {
  const repository = 'collected';
  const digest = digestOf('idle');
  await COMMANDS.linkBlob(tx, aStoredBlob('idle', 'idle/1', { repository }), 1);
  await COMMANDS.touchLink(tx, { repository, digest }, 1);
  await COMMANDS.touchLink(tx, { repository, digest: digestOf('absent') }, 1);
  await COMMANDS.recordManifest(tx, aManifest('untagged', { repository, subject: digest }), 1);
  await COMMANDS.collectManifest(tx, { repository, digest: digestOf('untagged'), before: 2 }, 1);
  await COMMANDS.collectLink(tx, { repository, digest, before: 2 }, 1);
  await COMMANDS.linkBlob(tx, aBlob('other', { repository }), 1);
  await COMMANDS.collectRepository(tx, { repository: 'c', before: 2 }, 1);
  await COMMANDS.linkBlob(tx, aBlob('{}', { repository: 'bare' }), 1);
  await COMMANDS.collectRepository(tx, { repository: 'bare', before: 2 }, 1);
  await COMMANDS.recordSightings(tx, { kind: 'orphan', names: ['l'] }, 1);
  await COMMANDS.doomOrphans(tx, { locations: ['l'], seenBefore: 2 }, 1);
  await COMMANDS.forgetSightings(tx, { kind: 'orphan', before: 1 }, 1);
  await COMMANDS.collectBlob(tx, { digest: digestOf('other'), before: 2 }, 1);
}
