/** What a `WWW-Authenticate` header says. */
export interface Challenge {
  /** Absolute URL of the token endpoint. */
  readonly realm: string;
  readonly service: string;
  /** Space-separated; absent where no right is missing, only a token. */
  readonly scope?: string;
  readonly error?: 'invalid_token' | 'insufficient_scope';
}

/** One line, every value quoted: some clients read nothing else (AUTH-01). RFC 6750, 3. */
export function formatChallenge({ realm, service, scope, error }: Challenge): string {
  const parameters = Object.entries({ realm, service, scope, error });
  return `Bearer ${parameters
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(',')}`;
}

/** A quoted string (RFC 9110, 5.6.4); what cannot stand in a header is left out. */
function quoted(value: string): string {
  return `"${value.replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/["\\]/g, '\\$&')}"`;
}
