import { COMMANDS } from '../commands/command-table.js';
import { isSameBlob } from '../queries/blobs.js';
import { isSameManifest } from '../queries/manifests.js';
import { findVersions } from '../queries/applications.js';
import { queriesOf } from '../queries/query-table.js';
import type { Reader, Transaction } from '../sql/transaction.js';
import { aPackage } from './package-builders.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from './builders.js';
import { sendEveryCollectionCommand, sendEveryCollectionQuery } from './collection-statements.js';

/** Sends every statement of the queries; nothing need be there. */
export async function sendEveryQuery(recorder: Reader): Promise<void> {
  const queries = queriesOf(recorder);
  const digest = digestOf('a');
  await queries.findManifest('r', { tag: 't' });
  await queries.findManifest('r', { digest });
  await isSameManifest(
    recorder,
    'r',
    { tag: 't' },
    { digest, mediaType: '', size: 0, payload: Buffer.alloc(0) },
  );
  await isSameManifest(
    recorder,
    'r',
    { digest },
    { digest, mediaType: '', size: 0, payload: Buffer.alloc(0) },
  );
  await queries.findBlob('r', digest);
  await queries.findBlobs('r', [digest]);
  await isSameBlob(recorder, 'r', { digest, size: 0, touchedAt: 0, location: 'l', payload: null });
  await queries.hasRepository('r');
  await queries.listTagsOf('r', digest);
  await queries.listTags('r', { limit: 1 });
  await queries.listRepositories({ limit: 1 });
  await queries.listRepositories({ limit: 1 }, [{ name: 'a' }, { prefix: 'b/' }]);
  await queries.findRepositoryRow('r');
  await queries.listReferrers('r', digest, [], { limit: 1 });
  await queries.listReferrers('r', digest, ['t'], { limit: 1 });
  await queries.findUpload('u');
  await queries.listExpiredUploads(1, 1, 1);
  await queries.countOpenUploads();
  await queries.listDoomedLocations(1, 1);
  await queries.countDangling('r');
  await queries.listRepositoryFacts({ limit: 1 });
  await queries.listBlobFacts({ limit: 1 });
  await queries.findBlobFacts([digest]);
  await queries.listLinkFacts('r', { limit: 1 });
  await queries.listManifestFacts('r', { limit: 1 });
  await queries.listTagFacts('r', { limit: 1 });
  await queries.listLinkingRepositories(digest, 1);
  await queries.listUploadLocations({ limit: 1 });
  await queries.listAllDoomedLocations({ limit: 1 });
  await queries.listApplications({ filter: { text: 't' }, limit: 1 });
  await findVersions(recorder, ['r']);
  await queries.findPackage('r', digest);
  await queries.findReport('r', digest);
  await queries.findReadOnly();
  await sendEveryCollectionQuery(queries);
}

/** Sends every statement of the commands, foreign keys and all, in the repositories `acme/app`, `b` and `c`. */
export async function sendEveryCommand(tx: Transaction): Promise<void> {
  const digest = digestOf('a');
  const references = [aReference('a'), aReference('child', { kind: 'manifest' })];
  const upload = { id: 'u', repository: 'acme/app', caller: 'c', maxOpen: 9 };
  await COMMANDS.claimUpload(tx, { ...upload, leaseMilliseconds: 1, purpose: 'appending', create: true }, 1);
  await COMMANDS.renewUpload(tx, { id: 'u', fence: 1, leaseMilliseconds: 1 }, 1);
  await COMMANDS.linkBlob(tx, aStoredBlob('a', 'l', { upload: { id: 'u', fence: 1 } }), 1);
  await COMMANDS.markBlobDamaged(tx, { digest, location: 'l' }, 1);
  await COMMANDS.linkBlob(tx, aBlob('a'), 1);
  await COMMANDS.mountBlob(tx, { repository: 'b', digest, from: 'acme/app' }, 1);
  await COMMANDS.mountBlob(tx, { repository: 'c', digest }, 1);
  const within = [{ prefix: 'nowhere/' }, { name: 'acme/app' }];
  await COMMANDS.mountBlob(tx, { repository: 'c', digest, within }, 1);
  await COMMANDS.recordManifest(
    tx,
    aManifest('m', { references, tags: ['t'], ifNoneMatch: ['*'], absentReferences: 'accept' }),
    1,
  );
  await COMMANDS.recordManifest(
    tx,
    aManifest('m', { references, absentReferences: 'accept', ifMatch: ['*'] }),
    1,
  );
  await COMMANDS.recordManifest(tx, aManifest('child'), 1);
  await sendEveryPackageCommand(tx);
  await COMMANDS.unlinkBlob(tx, { repository: 'b', digest }, 1);
  await COMMANDS.deleteTag(tx, { repository: 'acme/app', tag: 't' }, 1);
  await COMMANDS.deleteManifest(tx, { repository: 'acme/app', digest: digestOf('m') }, 1);
  await COMMANDS.keepUploadBytes(
    tx,
    { ...upload, id: 'v', caller: null, expectedSize: 0, bytes: Buffer.from('a') },
    1,
  );
  await COMMANDS.publishUpload(tx, { id: 'v', fence: 1, state: null, bytes: null, size: 0 }, 1);
  await COMMANDS.cancelUpload(tx, { id: 'v', repository: 'acme/app' }, 1);
  await COMMANDS.forgetUploads(tx, { before: 1, limit: 1 }, 1);
  await sendEveryCollectionCommand(tx);
  await COMMANDS.deleteRepository(tx, { repository: 'c' }, 1);
  await COMMANDS.forgetDoomedLocations(tx, { locations: ['l'] }, 1);
  await COMMANDS.takeLease(tx, { name: 'n', holder: 'h', ttlMilliseconds: 1 }, 1);
  await COMMANDS.releaseLease(tx, { name: 'n', holder: 'h' }, 1);
  await COMMANDS.enterReadOnly(tx, { by: 'b', reason: 'r' }, 1);
  await COMMANDS.leaveReadOnly(tx, {}, 1);
}

async function sendEveryPackageCommand(tx: Transaction): Promise<void> {
  const report = { profile: 'p', level: 'warn' as const, findings: '[]' };
  await COMMANDS.recordManifest(
    tx,
    aManifest('p', { tags: ['1.0.0'], package: aPackage(), versionTags: 'fixed' }),
    1,
  );
  await COMMANDS.recordManifest(tx, aManifest('p', { package: { facts: null, report } }), 1);
  await COMMANDS.deleteManifest(
    tx,
    { repository: 'acme/app', digest: digestOf('p'), versionTags: 'fixed' },
    1,
  );
}
