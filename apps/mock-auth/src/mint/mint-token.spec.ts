import { createPublicKey } from 'node:crypto';
import {
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  EmbeddedJWK,
  jwtVerify,
  type JWTVerifyResult,
} from 'jose';
import { Ids } from '../keys/ids.js';
import { KeyRing } from '../keys/key-ring.js';
import { seededKeys } from '../keys/key-source.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../keys/signing-key.js';
import type { MintContext } from './mint-context.js';
import type { MintedToken } from './minted-token.js';
import { mintToken } from './mint-token.js';
import { RECIPES, TOKEN_KINDS, type TokenKind } from './recipes.js';

const ISSUER = 'http://127.0.0.1:5001';
const NOW = 1_800_000_000;

const aContext = (alg: SigningAlgorithm = 'ES256'): MintContext => ({
  issuer: ISSUER,
  audience: 'margo-registry',
  alg,
  lifetime: 300,
  now: () => NOW,
  keys: new KeyRing(seededKeys('mint'), () => NOW),
  ids: new Ids('mint'),
});

/** A strict resource server (RFC 9068 section 4) that knows the JWKS and the clock of the issuer. */
async function accept(context: MintContext, token: string): Promise<JWTVerifyResult> {
  const keys = createLocalJWKSet({ keys: await context.keys.listPublished() });
  return jwtVerify(token, keys, {
    issuer: ISSUER,
    audience: 'margo-registry',
    algorithms: ['ES256', 'RS256'],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
    currentDate: new Date(NOW * 1000),
  });
}

/** The same server when it looks at the signature and at nothing else. */
async function verifySignature(context: MintContext, token: string): Promise<boolean> {
  const keys = createLocalJWKSet({ keys: await context.keys.listPublished() });
  return compactVerify(token, keys, { crit: { 'mock-unknown': true } }).then(
    () => true,
    () => false,
  );
}

/** What the strict server says about each kind: a code of jose, and the claim where one is to blame. */
const COMPLAINTS: Record<Exclude<TokenKind, 'valid' | 'wrong-scope' | 'huge'>, string> = {
  expired: 'ERR_JWT_EXPIRED exp',
  future: 'ERR_JWT_CLAIM_VALIDATION_FAILED nbf',
  'wrong-issuer': 'ERR_JWT_CLAIM_VALIDATION_FAILED iss',
  'wrong-audience': 'ERR_JWT_CLAIM_VALIDATION_FAILED aud',
  'missing-claim': 'ERR_JWT_CLAIM_VALIDATION_FAILED exp',
  'wrong-type': 'ERR_JWT_CLAIM_VALIDATION_FAILED typ',
  'unknown-key': 'ERR_JWKS_NO_MATCHING_KEY',
  'same-kid-other-key': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'no-kid-other-key': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'kid-path': 'ERR_JWKS_NO_MATCHING_KEY',
  'foreign-jku': 'ERR_JWKS_NO_MATCHING_KEY',
  'embedded-jwk': 'ERR_JWKS_NO_MATCHING_KEY',
  'unknown-crit': 'ERR_JOSE_NOT_SUPPORTED',
  tampered: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'alg-none': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'hs256-public-key': 'ERR_JOSE_ALG_NOT_ALLOWED',
};

async function complaintAbout(context: MintContext, token: string): Promise<string> {
  try {
    await accept(context, token);
    return 'accepted';
  } catch (error) {
    const { code, claim } = error as { code: string; claim?: string };
    return claim === undefined ? code : `${code} ${claim}`;
  }
}

describe('mintToken', () => {
  it.each(SIGNING_ALGORITHMS)('mints a valid token with %s that a strict server accepts', async (alg) => {
    const context = aContext(alg);
    const { token, flaw } = await mintToken(context, 'valid', { subject: 'publisher', scope: 'a b' });
    expect(flaw).toBeUndefined();
    const { payload, protectedHeader } = await accept(context, token);
    expect(payload).toMatchObject({ sub: 'publisher', client_id: 'publisher', scope: 'a b', mock: true });
    expect(payload.exp).toBe(NOW + 300);
    expect(protectedHeader.alg).toBe(alg);
  });

  it.each(
    Object.entries(COMPLAINTS).flatMap(([kind, complaint]) =>
      SIGNING_ALGORITHMS.map((alg) => [kind as TokenKind, alg, complaint] as const),
    ),
  )('mints %s with %s so that a strict server complains for that reason', async (kind, alg, complaint) => {
    const context = aContext(alg);
    const minted = await mintToken(context, kind);
    expect(minted.flaw).toMatch(/\.$/);
    expect(await complaintAbout(context, minted.token)).toBe(complaint);
  });

  it('knows a complaint, or a reason for none, for every kind', () => {
    expect([...Object.keys(COMPLAINTS), 'valid', 'wrong-scope', 'huge'].sort()).toEqual(
      [...TOKEN_KINDS].sort(),
    );
  });

  it.each([
    'expired',
    'future',
    'wrong-issuer',
    'wrong-audience',
    'wrong-scope',
    'missing-claim',
    'huge',
    'wrong-type',
    'unknown-crit',
  ] as const)('signs %s rightly, so that nothing but its content can be the reason', async (kind) => {
    const context = aContext();
    expect(await verifySignature(context, (await mintToken(context, kind)).token)).toBe(true);
  });

  it('gives a token of the wrong scope nothing to do', async () => {
    const context = aContext();
    const { token } = await mintToken(context, 'wrong-scope', { scope: 'repository:a:pull' });
    expect((await accept(context, token)).payload).toMatchObject({ scope: 'profile email', access: [] });
  });

  it('makes a huge token as large as asked, and larger than a header without being asked', async () => {
    const context = aContext();
    expect((await mintToken(context, 'huge')).token.length).toBeGreaterThan(32 * 1024);
    const { token } = await mintToken(context, 'huge', { size: 1_000_000 });
    expect(token.length).toBeGreaterThan(1_000_000);
    await expect(accept(context, token)).resolves.toBeDefined();
  });

  it.each(SIGNING_ALGORITHMS)(
    'signs hs256-public-key with the very text of the %s public key',
    async (alg) => {
      const context = aContext(alg);
      const { token } = await mintToken(context, 'hs256-public-key');
      const { publicJwk } = await context.keys.current(alg);
      const pem = createPublicKey({ key: { ...publicJwk }, format: 'jwk' }).export({
        type: 'spki',
        format: 'pem',
      });
      await expect(
        jwtVerify(token, Buffer.from(pem), { currentDate: new Date(NOW * 1000) }),
      ).resolves.toBeDefined();
      expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'HS256', kid: publicJwk.kid });
    },
  );

  it('signs embedded-jwk so that whoever believes its header accepts it', async () => {
    const { token } = await mintToken(aContext(), 'embedded-jwk');
    await expect(jwtVerify(token, EmbeddedJWK, { currentDate: new Date(NOW * 1000) })).resolves.toBeDefined();
  });

  it('tampers with a token that was right before', async () => {
    const context = aContext();
    const minted = await mintToken(context, 'tampered', { subject: 'wfm' });
    expect(minted.claims.sub).toBe('admin');
    const [header, , signature] = minted.token.split('.');
    const original = Buffer.from(JSON.stringify({ ...minted.claims, sub: 'wfm', client_id: 'wfm' }));
    const restored = `${header}.${original.toString('base64url')}.${signature}`;
    expect(await verifySignature(context, restored)).toBe(true);
  });

  it('leaves alg none without a signature', async () => {
    const { token } = await mintToken(aContext(), 'alg-none');
    expect(token.endsWith('.')).toBe(true);
    expect(decodeProtectedHeader(token).alg).toBe('none');
  });

  it('takes any claim away, and only that one', async () => {
    const { claims } = await mintToken(aContext(), 'missing-claim', { missing: 'sub' });
    expect(Object.keys(claims).sort()).toEqual([
      'aud',
      'client_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'mock',
      'nbf',
    ]);
  });

  it('puts the claims and the header of the caller over those of the kind', async () => {
    const minted = await mintToken(aContext(), 'expired', {
      claims: { exp: NOW - 1, jti: null, roles: ['a'] },
      header: { typ: 'JWT', kid: null },
    });
    expect(minted.claims).toMatchObject({ exp: NOW - 1, roles: ['a'] });
    expect(minted.claims).not.toHaveProperty('jti');
    expect(minted.header).toEqual({ alg: 'ES256', typ: 'JWT' });
  });

  it('gives the same RS256 bytes for the same seed and clock, of every kind', async () => {
    for (const kind of TOKEN_KINDS) {
      const mint = async (): Promise<MintedToken> => mintToken(aContext('RS256'), kind);
      expect(await mint()).toEqual(await mint());
    }
  });

  it('names a flaw for every kind but the valid one', () => {
    const flawless = TOKEN_KINDS.filter((kind) => !('flaw' in RECIPES[kind]));
    expect(flawless).toEqual(['valid']);
  });
});
