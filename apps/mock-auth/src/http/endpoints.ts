import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '../journal/journal-entry.js';

interface Place {
  readonly endpoint: Endpoint;
  /** Methods that it answers, as the `Allow` header says them. */
  readonly allow: string;
}

/** Every path of an issuer, without the issuer's own segment. */
export const PATHS = {
  token: '/oauth/token',
  introspect: '/oauth/introspect',
  revoke: '/oauth/revoke',
  dockerToken: '/token',
  jwks: '/.well-known/jwks.json',
  oauthMetadata: '/.well-known/oauth-authorization-server',
  openidConfiguration: '/.well-known/openid-configuration',
} as const;

const PLACES: Readonly<Record<string, Place>> = {
  [PATHS.token]: { endpoint: 'token', allow: 'POST' },
  [PATHS.introspect]: { endpoint: 'introspect', allow: 'POST' },
  [PATHS.revoke]: { endpoint: 'revoke', allow: 'POST' },
  [PATHS.dockerToken]: { endpoint: 'docker-token', allow: 'GET, HEAD, POST' },
  [PATHS.jwks]: { endpoint: 'jwks', allow: 'GET, HEAD' },
  [PATHS.oauthMetadata]: { endpoint: 'oauth-metadata', allow: 'GET, HEAD' },
  [PATHS.openidConfiguration]: { endpoint: 'openid-configuration', allow: 'GET, HEAD' },
};

const pathOf = (url: string): string => {
  const path = url.split('?')[0] ?? '';
  return path.length > 1 ? path.replace(/\/$/, '') : path;
};

/**
 * What a request was routed to, where it was: the route's own text. The URL may say the same in many ways (`%63ontrol`),
 * so whoever guards or counts must not read it.
 */
export const routeOf = (request: FastifyRequest): string =>
  request.is404 ? request.url : (request.routeOptions.url ?? request.url);

/** Which endpoint a routed URL means. */
export const endpointOf = (url: string): Endpoint => PLACES[pathOf(url)]?.endpoint ?? 'other';

/** The methods of the path, where it is one of an issuer. */
export const allowedMethodsOf = (url: string): string | undefined => PLACES[pathOf(url)]?.allow;
