import { matchesEntityTag } from '@margo-registry/oci';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';

/** Content addressed by its digest never changes; `private` because a shared cache must not answer for our access rules. */
export const IMMUTABLE = 'private, max-age=31536000, immutable';
export const REVALIDATE = 'no-cache';

export interface Content {
  readonly mediaType: string;
  readonly size: number;
  /** Value of `ETag` without quotes. */
  readonly entityTag: string;
  readonly cacheControl: string;
}

/** True (and answered with 304) when the client holds what it asks for. RFC 9110, 13.1.2. */
export function answerUnchanged(request: FastifyRequest, reply: FastifyReply, content: Content): boolean {
  const held = request.headers['if-none-match'];
  if (held === undefined || !matchesEntityTag(held, content.entityTag)) return false;
  reply
    .code(304)
    .header('ETag', `"${content.entityTag}"`)
    .header('Cache-Control', content.cacheControl)
    .send();
  return true;
}

/** Headers that GET and HEAD of one thing share. */
export function describeContent(reply: FastifyReply, content: Content): void {
  reply
    .header('Content-Type', content.mediaType)
    .header('Content-Length', content.size)
    .header('ETag', `"${content.entityTag}"`)
    .header('Cache-Control', content.cacheControl);
}

/** A list or another small document that clients poll: exact media type, an entity tag of its content, 304. */
export function answerDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  document: string | Uint8Array,
): void {
  const body = Buffer.from(document as Uint8Array);
  const entityTag = createHash('sha256').update(body).digest('base64url');
  const content = { mediaType, size: body.length, entityTag, cacheControl: REVALIDATE };
  if (answerUnchanged(request, reply, content)) return;
  describeContent(reply, content);
  reply.send(request.method === 'HEAD' ? undefined : body);
}

/** Up to this size, copying a body into the head's string costs less than a second buffer in the write. */
const ONE_WRITE = 16 * 1024;

/** Sends bytes that are at hand, past Fastify's hooks for payloads: there is nothing to serialise. */
export function sendBytes(reply: FastifyReply, bytes: Buffer): void {
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  if (bytes.length <= ONE_WRITE) reply.raw.end(bytes.toString('latin1'), 'latin1');
  else reply.raw.end(bytes);
}
