import { SignJWT } from 'jose';
import { readTokenText } from '../tokens/token-text.js';
import { TokenRefused } from '../tokens/token-refused.js';
import { OwnTokenVerifier } from './own-token-verifier.js';
import { OwnTokens } from './own-tokens.js';

const store = { id: 'store-1', signingKey: Buffer.alloc(32, 7), audience: 'margo-registry' };

describe('the verifier of own tokens', () => {
  const tokens = new OwnTokens(store);
  const verifier = new OwnTokenVerifier(tokens);
  const access = [{ type: 'repository' as const, name: 'acme/app', actions: ['pull'] }];

  it('is for the issuer of this store alone, and reads what the token grants', async () => {
    const { token } = await tokens.sign({ subject: 'alice', access });
    expect(verifier.isFor(readTokenText(token))).toBe(true);
    expect(verifier.recall(token)).toBeUndefined();
    const facts = await verifier.verify(readTokenText(token));
    expect(facts).toMatchObject({ subject: 'alice', issuer: 'margo-registry:store-1' });
    expect(facts.grants?.repositories.allows('acme/app', 'pull')).toBe(true);
    expect(facts.grants?.repositories.allows('acme/app', 'push')).toBe(false);
    expect(verifier.recall(token)).toBe(facts);
    const { token: foreign } = await new OwnTokens({ ...store, id: 'store-2' }).sign({
      subject: 'alice',
      access,
    });
    expect(verifier.isFor(readTokenText(foreign))).toBe(false);
    expect(verifier.isFor(readTokenText('opaque'))).toBe(false);
  });

  it('refuses what says that it is from here and is not, with a reason that names no part of it', async () => {
    const sign = (key: Uint8Array, header: { alg: string; typ?: string }): Promise<string> =>
      new SignJWT({ access })
        .setProtectedHeader(header)
        .setIssuer(tokens.issuer)
        .setAudience('margo-registry')
        .setSubject('admin')
        .setExpirationTime('5m')
        .sign(key);
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(
      JSON.stringify({ iss: tokens.issuer, sub: 'admin', exp: 9e9 }),
    ).toString('base64url')}.`;
    for (const forged of [
      await sign(Buffer.alloc(32, 1), { alg: 'HS256', typ: 'JWT' }),
      await sign(Buffer.alloc(64, 7), { alg: 'HS512', typ: 'JWT' }),
      await tokens.signRefresh('admin', 'fingerprint'),
      none,
    ]) {
      expect(verifier.isFor(readTokenText(forged))).toBe(true);
      await expect(verifier.verify(readTokenText(forged))).rejects.toThrow(TokenRefused);
    }
  });

  it('says of an expired token that it has expired', async () => {
    const past = new OwnTokens({ ...store, clock: () => new Date(Date.now() - 3_600_000) });
    const { token } = await past.sign({ subject: 'alice', access });
    await expect(verifier.verify(readTokenText(token))).rejects.toThrow('the token has expired');
  });
});
