import { decodeProtectedHeader, SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { OwnTokens, TOKEN_LIFETIME } from './own-tokens.js';

const store = { id: 'store-1', signingKey: Buffer.alloc(32, 7), audience: 'margo-registry' };
const grant = {
  subject: 'alice',
  access: [{ type: 'repository' as const, name: 'acme/pump', actions: ['pull'] }],
};

describe('the tokens of the registry itself', () => {
  it('say who, for whom, until when and what, and are proven by every replica of the store', async () => {
    const { token, issuedAt, lifetime } = await new OwnTokens(store).sign(grant);
    const claims = await new OwnTokens(store).verify(token);
    expect(claims).toMatchObject({
      iss: 'margo-registry:store-1',
      aud: 'margo-registry',
      sub: 'alice',
      access: grant.access,
      iat: issuedAt.getTime() / 1000,
      nbf: issuedAt.getTime() / 1000,
      exp: issuedAt.getTime() / 1000 + lifetime,
      jti: expect.any(String),
    });
    expect(lifetime).toBe(TOKEN_LIFETIME);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
  });

  it('are worth nothing with another key, at another store or for another service', async () => {
    const { token } = await new OwnTokens(store).sign(grant);
    for (const other of [{ signingKey: randomBytes(32) }, { id: 'store-2' }, { audience: 'other' }])
      await expect(new OwnTokens({ ...store, ...other }).verify(token)).rejects.toThrow();
  });

  it('are not signed by the key of the store itself', async () => {
    const forged = await new SignJWT({ access: [] })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer('margo-registry:store-1')
      .setAudience('margo-registry')
      .setSubject('alice')
      .setExpirationTime('5m')
      .sign(store.signingKey);
    await expect(new OwnTokens(store).verify(forged)).rejects.toThrow(/signature/);
  });

  it('end, with half a minute for clocks that differ', async () => {
    const { token, issuedAt } = await new OwnTokens(store).sign(grant);
    const after = (seconds: number): OwnTokens =>
      new OwnTokens({ ...store, clock: () => new Date(issuedAt.getTime() + seconds * 1000) });
    await expect(after(TOKEN_LIFETIME + 29).verify(token)).resolves.toBeDefined();
    await expect(after(TOKEN_LIFETIME + 31).verify(token)).rejects.toThrow(/exp/);
  });

  it('never pass for a refresh token, nor a refresh token for one of them', async () => {
    const tokens = new OwnTokens(store);
    const refresh = await tokens.signRefresh('alice', 'fingerprint');
    expect(await tokens.findRefresh(refresh)).toEqual({ subject: 'alice', password: 'fingerprint' });
    await expect(tokens.verify(refresh)).rejects.toThrow(/typ/);
    expect(await tokens.findRefresh((await tokens.sign(grant)).token)).toBeUndefined();
    expect(await tokens.findRefresh('nonsense')).toBeUndefined();
  });
});
