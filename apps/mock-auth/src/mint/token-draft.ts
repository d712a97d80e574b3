import type { JWTPayload } from 'jose';
import { MOCK_CLAIM } from '../mock-mark.js';
import type { SigningAlgorithm } from '../keys/signing-key.js';
import type { MintContext } from './mint-context.js';
import type { MintOptions } from './minted-token.js';

/** A token before it is signed. */
export interface TokenDraft {
  /** Of which algorithm the key is; the header usually says the same. */
  readonly alg: SigningAlgorithm;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
}

/** The draft of a good token: header and claims of RFC 9068, section 2. */
export async function draftToken(context: MintContext, options: MintOptions): Promise<TokenDraft> {
  const alg = options.alg ?? context.alg;
  const { kid } = await context.keys.current(alg);
  const now = context.now();
  const subject = options.subject ?? 'wfm';
  const audience = options.audience ?? context.audience;
  const claims = {
    iss: context.issuer,
    sub: subject,
    aud: typeof audience === 'string' ? audience : [...audience],
    client_id: subject,
    iat: now,
    nbf: now,
    exp: now + (options.lifetime ?? context.lifetime),
    jti: context.ids.next(),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    ...MOCK_CLAIM,
  };
  return { alg, header: { alg, typ: 'at+jwt', kid }, claims };
}

/** The record with the changes over it; `null` takes a key away. */
export function changeKeys<T extends object>(record: T, changes: Readonly<Record<string, unknown>> = {}): T {
  const entries = Object.entries({ ...record, ...changes });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined)) as T;
}
