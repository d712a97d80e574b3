import type { Transaction } from '../sql/transaction.js';
import { cancelUpload, forgetUploads } from './cancel-upload.js';
import { claimUpload } from './claim-upload.js';
import type { Commands } from './commands.js';
import { collectBlob, collectLink } from './collect-link.js';
import { collectManifest } from './collect-manifest.js';
import { collectRepository } from './collect-repository.js';
import { deleteManifest } from './delete-manifest.js';
import { deleteRepository } from './delete-repository.js';
import { deleteTag } from './delete-tag.js';
import { doomLocations, forgetDoomedLocations } from './doomed-locations.js';
import { importFacts } from './import-facts.js';
import { keepUploadBytes } from './keep-upload-bytes.js';
import { releaseLease, takeLease } from './leases.js';
import { linkBlob } from './link-blob.js';
import { markBlobDamaged } from './mark-blob-damaged.js';
import { mountBlob } from './mount-blob.js';
import { publishUpload, releaseUpload, renewUpload } from './publish-upload.js';
import { enterReadOnly, leaveReadOnly } from './read-only.js';
import { recordManifest } from './record-manifest.js';
import { doomOrphans, forgetSightings, recordSightings } from './sightings.js';
import { touchLink } from './touch-link.js';
import { unlinkBlob } from './unlink-blob.js';

export type CommandName = keyof Commands;

/** Every command as a function of a transaction; an engine runs it, supplies `now` and answers after the commit. */
export const COMMANDS: {
  readonly [Name in CommandName]: (
    tx: Transaction,
    input: Parameters<Commands[Name]>[0],
    now: number,
  ) => ReturnType<Commands[Name]>;
} = {
  linkBlob,
  mountBlob,
  unlinkBlob,
  markBlobDamaged,
  recordManifest,
  deleteManifest,
  deleteTag,
  deleteRepository,
  keepUploadBytes,
  claimUpload,
  publishUpload,
  releaseUpload,
  renewUpload,
  cancelUpload,
  forgetUploads,
  doomLocations,
  forgetDoomedLocations,
  touchLink,
  collectLink,
  collectManifest,
  collectBlob,
  collectRepository,
  recordSightings,
  forgetSightings,
  doomOrphans,
  takeLease,
  releaseLease,
  importFacts,
  enterReadOnly,
  leaveReadOnly,
};
