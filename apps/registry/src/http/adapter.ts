import { OciError, renderErrors, type OciErrorReason } from '@margo-registry/oci';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCertificatePair } from './certificate.js';
import type { HttpSettings } from './http-settings.js';
import { renderProblem } from './problem.js';
import { nextRequestId } from './request-log.js';
import { rewriteUrl } from './target.js';

/** Above the idle time of common balancers, so that they close a connection before we do. */
const KEEP_ALIVE = 75_000;

/**
 * Fastify with what the protocol needs: targets instead of paths, raw bodies, no limits of time on a whole request.
 *
 * @param trustedProxies whose word on the address of a client counts
 */
export function createAdapter(settings: HttpSettings, trustedProxies: readonly string[]): FastifyAdapter {
  const adapter = new FastifyAdapter({
    ...tls(settings),
    logger: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    skipMiddie: true,
    multipart: false,
    genReqId: nextRequestId,
    rewriteUrl,
    keepAliveTimeout: KEEP_ALIVE,
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerUnroutable,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  // Bodies stay streams: what a body means is a matter of its target, never of its media type (END4-05).
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    fastify.server.emit('request', request, response);
  });
  return adapter;
}

/** Throws {@link StartRefused} for a certificate and a key that cannot be used. */
function tls(settings: HttpSettings): object {
  const pair = readCertificatePair(settings);
  return pair === undefined ? {} : { https: { cert: pair.cert, key: pair.key } };
}

/** A path that the router cannot decode never gets to a route, nor to the filter of errors. */
function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = new OciError('request-invalid', { message: `${error.message}. Percent-encode it anew.` });
  reply
    .code(refusal.status)
    .headers({ 'X-Request-Id': request.id, 'Content-Type': 'application/problem+json' })
    .send(Buffer.from(JSON.stringify(renderProblem(refusal))));
}

const REASONS: Readonly<Record<string, OciErrorReason>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** What Node's parser refuses never becomes a request; the answer is written by hand, in the protocol's form. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const refusal = new OciError(REASONS[error.code ?? ''] ?? 'request-invalid');
  const body = JSON.stringify(renderErrors(refusal));
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
