import { ArchiveError } from '@margo-registry/margo';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const gunzipInPool = promisify(gunzip);

/** Unpacks gzip in a thread of the pool, so that other requests are answered meanwhile. Throws `ArchiveError`. */
export async function unpackInPool(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await gunzipInPool(bytes, { maxOutputLength: most });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? new ArchiveError(
          'too-large',
          `The archive unpacks to more than ${most} bytes, which is too much or too many times its size; pack it without such content.`,
        )
      : new ArchiveError('broken', 'The archive is cut off or damaged (gzip); pack it again.');
  }
}
