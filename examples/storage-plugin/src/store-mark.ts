import type { BlockBlobClient } from '@azure/storage-blob';
import { codeOf } from './azure-error.js';
import { ask } from './patience.js';

/** Writes `storeId` where no mark stands, and answers with the one that does: of two callers one creates the blob. */
export async function claimMark(mark: BlockBlobClient, storeId: string): Promise<string> {
  try {
    const conditions = { ifNoneMatch: '*' };
    await ask((options) => mark.upload(storeId, Buffer.byteLength(storeId), { ...options, conditions }));
  } catch (error) {
    if (codeOf(error) !== 'BlobAlreadyExists') throw error;
  }
  return (await ask((options) => mark.downloadToBuffer(0, undefined, options))).toString();
}
