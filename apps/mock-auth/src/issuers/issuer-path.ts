import type { IncomingMessage } from 'node:http';

const ISSUER = Symbol('issuer');
type Marked = IncomingMessage & { [ISSUER]?: string };

/** First segments that belong to the root issuer; no issuer can have such a name. */
const OWN = new Set(['oauth', 'token', 'control', 'health', '.well-known']);
const NAME = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/;

/** RFC 8414 section 3.1 puts the issuer's path behind the well-known part; OIDC puts it before. */
const BEHIND = /^(\/\.well-known\/(?:oauth-authorization-server|openid-configuration))\/([^/?]+)\/?(\?.*)?$/;
const BEFORE = /^\/([^/?]+)(\/[^?]*)(\?.*)?$/;

export const isIssuerName = (name: string): boolean => NAME.test(name) && !OWN.has(name);

/** Fastify's `rewriteUrl`: takes the issuer's segment out of the path and remembers it, so that routes need not know. */
export function rewriteUrl(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const behind = BEHIND.exec(url);
  if (behind && isIssuerName(behind[2] ?? ''))
    return keep(request, behind[2], `${behind[1]}${behind[3] ?? ''}`);
  const before = BEFORE.exec(url);
  if (before && isIssuerName(before[1] ?? ''))
    return keep(request, before[1], `${before[2]}${before[3] ?? ''}`);
  return url;
}

function keep(request: Marked, name: string | undefined, url: string): string {
  request[ISSUER] = name;
  return url;
}

/** Name of the issuer whom the request speaks to; empty for the root issuer. */
export const issuerNameOf = (request: IncomingMessage): string => (request as Marked)[ISSUER] ?? '';
