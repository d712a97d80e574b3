import { OciError } from '@margo-registry/oci';
import type { IncomingMessage } from 'node:http';
import { TokenRefused } from './tokens/token-refused.js';

/** `b64token` of RFC 6750, 2.1, behind its scheme. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token of a request; `undefined` without `Authorization`. Throws `request-invalid` for two such headers, of which proxies
 * and servers might each read another one, and `TokenRefused` for anything that is no Bearer token.
 */
export function readBearerToken({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  if (countAuthorizations(rawHeaders) > 1)
    throw new OciError('request-invalid', { message: 'send one Authorization header, not several' });
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new TokenRefused('Authorization holds no Bearer token');
  return token;
}

function countAuthorizations(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 13 && name.toLowerCase() === 'authorization') count += 1;
  }
  return count;
}
