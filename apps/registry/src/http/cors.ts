import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What a page may do: everything of the own API, and pulls of the protocol. */
const METHODS = { own: 'GET, HEAD, POST, DELETE', protocol: 'GET, HEAD' } as const;
const ASKED_HEADERS = 'Authorization, Accept, Content-Type, If-None-Match, Range';
/** What scripts may read of an answer beside the headers that they always may. */
const SHOWN_HEADERS =
  'Docker-Content-Digest, Docker-Distribution-API-Version, ETag, Link, Content-Range, Location, OCI-Subject, ' +
  'OCI-Filters-Applied, Retry-After, WWW-Authenticate, X-Request-Id, Warning';
/** Seconds that a browser remembers a preflight. */
const REMEMBERED = '600';

/**
 * Lets pages of other origins use the own API and pull (WHATWG Fetch, "CORS protocol"). Cookies mean nothing here and
 * tokens travel in a header that the page sets itself, so credentials are never allowed, with `*` or without.
 *
 * @param origins as browsers send them, or `*`; empty for none
 */
export function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const isAny = origins.includes('*');
  fastify.addHook('onRequest', (request, reply, done) => {
    const methods = methodsFor(request.raw.url ?? '', request.originalUrl);
    if (methods === undefined) return done();
    if (!isAny) reply.header('Vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !(isAny || origins.includes(origin))) return done();
    const asks = isPreflight(request);
    if (!asks && !methods.includes(request.method)) return done();
    reply.header('Access-Control-Allow-Origin', isAny ? '*' : origin);
    if (asks) return answerPreflight(reply, methods);
    reply.header('Access-Control-Expose-Headers', SHOWN_HEADERS);
    done();
  });
}

function methodsFor(...urls: readonly string[]): string | undefined {
  if (urls.some((url) => /^\/api\/v1(\/|$)/.test(url))) return METHODS.own;
  return urls.some((url) => /^\/v2(\/|\?|$)/.test(url)) ? METHODS.protocol : undefined;
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function answerPreflight(reply: FastifyReply, methods: string): void {
  reply
    .code(204)
    .headers({
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': ASKED_HEADERS,
      'Access-Control-Max-Age': REMEMBERED,
    })
    .send();
}
