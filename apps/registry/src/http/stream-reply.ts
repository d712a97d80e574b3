import type { FastifyReply } from 'fastify';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Sends an iterable as the body, one chunk at a time: the next one is asked for when the previous one has left, so a
 * source may reuse its buffers and a slow reader holds one chunk. `silence` milliseconds in which the reader takes
 * nothing, or a reader that is gone, end it. The first chunk is taken before the head is sent, so that a source that
 * fails at once can still be answered with an error.
 */
export async function streamReply(
  reply: FastifyReply,
  source: AsyncIterable<Uint8Array>,
  silence: number,
): Promise<void> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  reply.hijack();
  const response = reply.raw;
  response.setTimeout(silence, () => response.destroy());
  response.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  try {
    for (let chunk = first; !chunk.done; chunk = await chunks.next()) await write(response, chunk.value);
    response.end();
  } catch {
    // The length is promised already; a cut connection is the only way to say that the rest does not come.
    response.destroy();
  } finally {
    await chunks.return?.();
  }
}

function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) return reject(new Error('the reader is gone'));
    const gone = (): void => reject(new Error('the reader is gone'));
    response.once('close', gone);
    response.write(chunk, (error) => {
      response.off('close', gone);
      if (error) reject(error);
      else resolve();
    });
  });
}
