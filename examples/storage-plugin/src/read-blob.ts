import type { BlockBlobClient } from '@azure/storage-blob';
import type { ByteRange } from '@margo-registry/storage-core';
import { azureError } from './azure-error.js';
import { Patience } from './patience.js';

/** The bytes of a blob. Throws the service's errors as they are, and `corrupt` where `range` is not wholly there. */
export async function* readBlob(
  blob: BlockBlobClient,
  range?: ByteRange,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const patience = new Patience(signal);
  const count = range && range.end - range.start + 1;
  const answer = await patience.wait(blob.download(range?.start, count, { abortSignal: patience.signal }));
  const stream = answer.readableStreamBody as NodeJS.ReadableStream;
  const chunks = stream[Symbol.asyncIterator]();
  try {
    if (count !== undefined && answer.contentLength !== count)
      throw azureError('corrupt', { operation: 'open' }, 'fewer bytes are stored than were asked for');
    for (;;) {
      const step = await patience.wait(chunks.next());
      if (step.done) return;
      yield step.value as Buffer;
      signal?.throwIfAborted();
    }
  } finally {
    await chunks.return?.();
  }
}
