import { createLocalJWKSet, jwtVerify, SignJWT, type JWK } from 'jose';
import { KeyNotFoundError } from './key-not-found-error.js';
import { KeyRing } from './key-ring.js';
import { randomKeys, seededKeys } from './key-source.js';
import { SIGNING_ALGORITHMS, type SigningKey } from './signing-key.js';

const sign = (key: SigningKey): Promise<string> =>
  new SignJWT({ sub: 'wfm' }).setProtectedHeader({ alg: key.alg, kid: key.kid }).sign(key.privateKey);

const verify = async (token: string, keys: JWK[]): Promise<unknown> =>
  (await jwtVerify(token, createLocalJWKSet({ keys }))).payload.sub;

const kidsOf = (keys: JWK[]): (string | undefined)[] => keys.map((key) => key.kid);

describe('KeyRing', () => {
  let now: number;
  const aRing = (seed?: string): KeyRing =>
    new KeyRing(seed === undefined ? randomKeys : seededKeys(seed), () => now);

  beforeEach(() => {
    now = 1000;
  });

  it.each(SIGNING_ALGORITHMS)('signs with %s so that its JWKS verifies', async (alg) => {
    const ring = aRing();
    const token = await sign(await ring.current(alg));
    await expect(verify(token, await ring.listPublished())).resolves.toBe('wfm');
  });

  it('never shows a private half', async () => {
    const published = JSON.stringify(await aRing().listPublished());
    expect(published).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it('makes one first key of an algorithm, however many ask at once', async () => {
    const ring = aRing();
    const keys = await Promise.all(Array.from({ length: 8 }, () => ring.current('ES256')));
    expect(new Set(keys.map((key) => key.kid)).size).toBe(1);
  });

  it('publishes an added key at once and signs with it only when it is promoted', async () => {
    const ring = aRing('a');
    const first = await ring.current('ES256');
    const added = await ring.add({ alg: 'ES256' });
    expect(kidsOf(await ring.listPublished())).toContain(added.kid);
    expect(await ring.current('ES256')).toBe(first);
    ring.promote(added.kid);
    expect(await ring.current('ES256')).toBe(added);
    expect(kidsOf(await ring.listPublished())).toContain(first.kid);
  });

  it('publishes late: a key signs before the JWKS shows it, until the clock reaches its second', async () => {
    const ring = aRing('a');
    const late = await ring.add({ alg: 'ES256', publishedFrom: 1060 });
    ring.promote(late.kid);
    const token = await sign(await ring.current('ES256'));
    await expect(verify(token, await ring.listPublished())).rejects.toThrow('no applicable key');
    now = 1060;
    await expect(verify(token, await ring.listPublished())).resolves.toBe('wfm');
  });

  it('retires a key from the JWKS at a second of the clock, and publishes it again', async () => {
    const ring = aRing('a');
    const { kid } = await ring.current('ES256');
    ring.retire(kid, 1010);
    expect(kidsOf(await ring.listPublished())).toContain(kid);
    now = 1010;
    expect(kidsOf(await ring.listPublished())).not.toContain(kid);
    ring.publish(kid);
    expect(kidsOf(await ring.listPublished())).toContain(kid);
  });

  it('puts another key under a kid: what was signed before no longer verifies', async () => {
    const ring = aRing('a');
    const before = await ring.current('ES256');
    const token = await sign(before);
    const after = await ring.replace(before.kid);
    expect(after.kid).toBe(before.kid);
    expect(await ring.current('ES256')).toBe(after);
    await expect(verify(token, await ring.listPublished())).rejects.toThrow('signature verification failed');
  });

  it('tells which keys there are when it is asked for another one', async () => {
    const ring = aRing('a');
    const { kid } = await ring.current('ES256');
    expect(() => ring.promote('nobody')).toThrow(KeyNotFoundError);
    expect(() => ring.promote('nobody')).toThrow(kid);
  });

  it('has its first keys back after a reset, and nothing else', async () => {
    const ring = aRing();
    const before = await ring.listPublished();
    const { kid } = await ring.current('ES256');
    await ring.replace(kid);
    ring.retire(kid);
    ring.promote((await ring.add({ alg: 'ES256' })).kid);
    ring.reset();
    expect(await ring.listPublished()).toEqual(before);
    expect((await ring.current('ES256')).kid).toBe(kid);
  });

  it('renews itself: another ring with the same first keys, which goes its own way', async () => {
    const ring = aRing();
    const first = await ring.current('ES256');
    const renewed = ring.renew(() => now);
    renewed.promote((await renewed.add({ alg: 'ES256' })).kid);
    expect(await ring.current('ES256')).toBe(first);
    expect(await ring.list()).toHaveLength(2);
    expect(await renewed.list()).toHaveLength(3);
  });

  it('goes back to a first key that is promoted again', async () => {
    const ring = aRing();
    const first = await ring.current('ES256');
    ring.promote((await ring.add({ alg: 'ES256' })).kid);
    ring.promote(first.kid);
    expect(await ring.current('ES256')).toBe(first);
    expect((await ring.list()).filter((entry) => entry.current).map((entry) => entry.key.alg)).toEqual([
      'ES256',
      'RS256',
    ]);
  });

  it('promotes a further key before the first one was needed', async () => {
    const ring = aRing();
    const added = await ring.add({ alg: 'RS256' });
    ring.promote(added.kid);
    expect(await ring.current('RS256')).toBe(added);
    expect((await ring.list()).filter((entry) => entry.current)).toHaveLength(2);
  });

  it.each(SIGNING_ALGORITHMS)('has the same %s keys for the same seed, after a reset too', async (alg) => {
    const ring = aRing('golden');
    const first = await ring.current(alg);
    const second = await ring.add({ alg });
    expect(second.kid).not.toBe(first.kid);
    ring.reset();
    expect((await ring.current(alg)).publicJwk).toEqual(first.publicJwk);
    expect((await aRing('golden').current(alg)).publicJwk).toEqual(first.publicJwk);
    expect((await aRing('other').current(alg)).kid).not.toBe(first.kid);
  });

  it('keeps the names of the seeded keys from release to release', async () => {
    const ring = aRing('golden');
    expect((await ring.current('ES256')).kid).toBe('mS8ASOh0huFkooOYSaSLU5xMT7JFXrIdC8sev4bTDfU');
    expect((await ring.current('RS256')).kid).toBe('cYAM8RVWSsXBP7BEOvq3s9XOU9IFq6M6bqjI1UhctgA');
  });

  it('makes seeded RSA keys of 2048 bits', async () => {
    const { publicJwk } = await aRing('golden').current('RS256');
    expect(Buffer.from(publicJwk.n ?? '', 'base64url')).toHaveLength(256);
  });
});
