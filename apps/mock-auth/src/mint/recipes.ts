import type { MintContext } from './mint-context.js';
import type { MintOptions } from './minted-token.js';
import {
  sealAndTamper,
  sealWithEmbeddedKey,
  sealWithNothing,
  sealWithPublicKeyAsSecret,
  sealWithStrangeKey,
  sealWithUnknownKey,
  type Seal,
} from './seals.js';

type Changes = Readonly<Record<string, unknown>>;

/** How a kind of token differs from a good one. `null` removes a claim or a header parameter. */
export interface Recipe {
  /** What is wrong with it, in one sentence; a kind without a flaw must be accepted. */
  readonly flaw?: string;
  readonly claims?: (context: MintContext, options: MintOptions) => Changes;
  readonly header?: (context: MintContext) => Changes;
  readonly seal?: Seal;
}

const HOUR = 3600;
const HUGE = 32 * 1024;

/** Kinds that are signed as they should be, with claims that are not as they should be. */
const CLAIM_RECIPES = {
  valid: {},
  expired: {
    flaw: 'It ran out an hour ago.',
    claims: ({ now }) => ({ iat: now() - 2 * HOUR, nbf: now() - 2 * HOUR, exp: now() - HOUR }),
  },
  future: {
    flaw: 'It begins in an hour (nbf).',
    claims: ({ now }) => ({ iat: now() + HOUR, nbf: now() + HOUR, exp: now() + 2 * HOUR }),
  },
  'wrong-issuer': {
    flaw: 'It names another issuer.',
    claims: () => ({ iss: 'https://another-issuer.example' }),
  },
  'wrong-audience': {
    flaw: 'It was issued for another service.',
    claims: () => ({ aud: 'another-service' }),
  },
  'wrong-scope': {
    flaw: 'Its scope and access claim are about something else.',
    claims: () => ({ scope: 'profile email', access: [] }),
  },
  'missing-claim': {
    flaw: 'A claim that RFC 9068 requires is absent.',
    claims: (_context, options) => ({ [options.missing ?? 'exp']: null }),
  },
  huge: {
    flaw: 'It is larger than HTTP servers take in a header.',
    claims: (_context, options) => ({ padding: 'x'.repeat(options.size ?? HUGE) }),
  },
} satisfies Record<string, Recipe>;

/** Kinds whose header or signature is not as it should be. */
const SEAL_RECIPES = {
  'wrong-type': { flaw: 'Its typ says that it is an ID token.', header: () => ({ typ: 'id+jwt' }) },
  'unknown-key': { flaw: 'No JWKS shows the key that it names.', seal: sealWithUnknownKey },
  'same-kid-other-key': {
    flaw: 'It names the right key and is signed by another.',
    seal: sealWithStrangeKey,
  },
  'no-kid-other-key': {
    flaw: 'It names no key and is signed by a stranger.',
    header: () => ({ kid: null }),
    seal: sealWithStrangeKey,
  },
  'kid-path': {
    flaw: 'Its kid is a path to a file.',
    header: () => ({ kid: '../../../../dev/null' }),
    seal: sealWithStrangeKey,
  },
  'foreign-jku': {
    flaw: 'It says where to fetch the JWKS of the one who forged it (jku, x5u).',
    header: () => ({ jku: 'http://127.0.0.1:9/jwks.json', x5u: 'http://127.0.0.1:9/chain.pem' }),
    seal: sealWithUnknownKey,
  },
  'embedded-jwk': { flaw: 'It brings the key to verify it along (jwk).', seal: sealWithEmbeddedKey },
  'unknown-crit': {
    flaw: 'It demands an extension that nobody knows (crit, RFC 7515 4.1.11).',
    header: () => ({ crit: ['mock-unknown'], 'mock-unknown': true }),
  },
  tampered: { flaw: 'Its caller was changed after it was signed.', seal: sealAndTamper },
  'alg-none': { flaw: 'It is not signed (alg none).', seal: sealWithNothing },
  'hs256-public-key': {
    flaw: 'It is signed by HMAC with the public key as the secret.',
    seal: sealWithPublicKeyAsSecret,
  },
} satisfies Record<string, Recipe>;

/** Every kind of token that can be minted. */
export const RECIPES = { ...CLAIM_RECIPES, ...SEAL_RECIPES } as const;

export type TokenKind = keyof typeof RECIPES;

export const TOKEN_KINDS = Object.keys(RECIPES) as readonly TokenKind[];
