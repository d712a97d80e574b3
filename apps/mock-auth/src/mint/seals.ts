import { createPublicKey } from 'node:crypto';
import { SignJWT, UnsecuredJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';
import type { MintContext } from './mint-context.js';
import type { TokenDraft } from './token-draft.js';

/** Turns a draft into the three parts of a compact JWS. */
export type Seal = (draft: TokenDraft, context: MintContext) => Promise<string>;

/** As the issuer signs. */
export const sealWithCurrentKey: Seal = async (draft, context) => {
  const key = await context.keys.current(draft.alg);
  return sign(draft, key.privateKey);
};

/** With a key that no JWKS shows, under the kid that the draft has: the right one, or whatever a recipe put there. */
export const sealWithStrangeKey: Seal = async (draft, context) => {
  const key = await context.keys.stranger(draft.alg);
  return sign(draft, key.privateKey);
};

/** With a key that no JWKS shows, under that key's own kid. */
export const sealWithUnknownKey: Seal = async (draft, context) => {
  const key = await context.keys.stranger(draft.alg);
  return sign({ ...draft, header: { ...draft.header, kid: key.kid } }, key.privateKey);
};

/** With a strange key whose public half the header itself offers (`jwk`, RFC 7515 4.1.3). */
export const sealWithEmbeddedKey: Seal = async (draft, context) => {
  const key = await context.keys.stranger(draft.alg);
  return sign({ ...draft, header: { ...draft.header, kid: key.kid, jwk: key.publicJwk } }, key.privateKey);
};

/** No signature at all (RFC 7519 section 6). */
export const sealWithNothing: Seal = async (draft) => {
  const [, payload] = new UnsecuredJWT(draft.claims).encode().split('.');
  const header = { ...draft.header, alg: 'none' };
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
};

/** HMAC with the text of the public key as its secret: what a verifier accepts that lets the token choose (RFC 8725 2.1). */
export const sealWithPublicKeyAsSecret: Seal = async (draft, context) => {
  const { publicJwk } = await context.keys.current(draft.alg);
  const pem = createPublicKey({ key: { ...publicJwk }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return sign({ ...draft, header: { ...draft.header, alg: 'HS256' } }, Buffer.from(pem));
};

/** Rightly signed, and then somebody made another caller of it. */
export const sealAndTamper: Seal = async (draft, context) => {
  const [header, , signature] = (await sealWithCurrentKey(draft, context)).split('.');
  const claims = { ...draft.claims, sub: 'admin', client_id: 'admin' };
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
};

function sign(draft: TokenDraft, key: CryptoKey | Uint8Array): Promise<string> {
  const { crit } = draft.header;
  const names = Array.isArray(crit) ? crit.map(String) : [];
  return new SignJWT(draft.claims)
    .setProtectedHeader(draft.header as unknown as JWTHeaderParameters)
    .sign(key, { crit: Object.fromEntries(names.map((name) => [name, true])) });
}
