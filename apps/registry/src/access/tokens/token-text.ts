/** A token as it came. What it says of itself is not verified and only tells whom to ask. */
export interface TokenText {
  readonly text: string;
  /** `undefined` where it is no JWT. */
  readonly unverified: Readonly<Record<string, unknown>> | undefined;
}

/** Larger ones do not fit into a header anyway; whoever passes one on the command line gets the same answer. */
const MOST_CHARACTERS = 64 * 1024;

export function readTokenText(text: string): TokenText {
  return { text, unverified: text.length > MOST_CHARACTERS ? undefined : unverifiedClaims(text) };
}

/** A JWS in compact form (RFC 7515, 7.1) over claims. */
function unverifiedClaims(text: string): Readonly<Record<string, unknown>> | undefined {
  const parts = text.split('.', 4);
  if (parts.length !== 3) return undefined;
  const [header, claims] = parts.slice(0, 2).map(parseObject);
  return header && typeof header['alg'] === 'string' ? claims : undefined;
}

function parseObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
