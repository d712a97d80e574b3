// A blob by POST and PUT, from memory.
import { createHash, randomBytes } from 'node:crypto';

const MEBIBYTE = 1024 * 1024;

/**
 * Throws unless the answer is 201 and names the digest.
 * @param {import('./connection.mjs').Connection} connection
 * @param {{ digest: string, size: number, body: Buffer | Iterable<Buffer> }} blob
 */
export async function pushBlob(connection, repository, { digest, size, body }) {
  const begun = await connection.request({ method: 'POST', path: `/v2/${repository}/blobs/uploads/` });
  const location = begun.expect('POST upload', 202).header('location');
  const { pathname, search } = new URL(location, 'http://server');
  const path = `${pathname}${search}${search ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
  const headers = ['Content-Type: application/octet-stream'];
  const sized = Buffer.isBuffer(body) ? { body } : { body, size };
  const answer = await connection.request({ method: 'PUT', path, headers, ...sized });
  const named = answer.expect('PUT blob', 201).header('docker-content-digest');
  if (named !== digest) throw new Error(`PUT blob: ${named} instead of ${digest}`);
}

/**
 * A large blob that needs little memory: one random mebibyte, again and again, behind a first one of its own.
 * @param {number} mebibytes size
 */
export function makeLargeBlob(mebibytes) {
  const first = randomBytes(MEBIBYTE);
  const body = Array.from({ length: mebibytes }, (_, index) => (index === 0 ? first : repeated));
  const hash = createHash('sha256');
  for (const chunk of body) hash.update(chunk);
  return { digest: `sha256:${hash.digest('hex')}`, size: mebibytes * MEBIBYTE, body };
}

const repeated = randomBytes(MEBIBYTE);
