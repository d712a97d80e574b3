import { isOciError } from '@margo-registry/oci';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { AnsweringServer, BROKEN_REPLIES, replyJson } from '../testing/answering-server.js';
import { JwtVerifier } from './jwt-verifier.js';
import { readTokenText } from './token-text.js';

const LIMITS = { floor: 100, floorAfterFailure: 100, lookAgainAfter: 300, usedFor: 10_000, timeLimit: 300 };
const ISSUER = 'https://id.example';

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function aKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } };
}

function sign({ kid, privateKey }: Key, header: object = {}): Promise<string> {
  return new SignJWT({ sub: 'alice' })
    .setProtectedHeader({ alg: 'ES256', kid, ...header })
    .setIssuer(ISSUER)
    .setAudience('margo-registry')
    .setExpirationTime('5m')
    .sign(privateKey);
}

describe('the verifier of JWTs', () => {
  let server: AnsweringServer;
  let first: Key;
  let second: Key;
  let verifier: JwtVerifier;
  beforeAll(async () => {
    [first, second] = [await aKey('first'), await aKey('second')];
  });
  beforeEach(async () => {
    server = await AnsweringServer.start();
    publish(first);
    const settings = { issuer: ISSUER, audience: 'margo-registry', audienceRequired: true };
    verifier = new JwtVerifier({ ...settings, jwksUrl: server.url }, LIMITS);
  });
  afterEach(() => server.stop());

  const publish = (...keys: Key[]): void => {
    server.reply = replyJson(200, { keys: keys.map(({ jwk }) => jwk) });
  };
  const verify = (text: string) => verifier.verify(readTokenText(text));
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('fetches the keys once, and remembers a token that it verified', async () => {
    const token = await sign(first);
    expect(verifier.recall(token)).toBeUndefined();
    await verify(token);
    await verify(token);

    expect(verifier.recall(token)?.subject).toBe('alice');
    expect(server.asked).toBe(1);
  });

  it('fetches them again for a key that it does not know, but not for every such token', async () => {
    await verify(await sign(first));
    publish(first, second);
    await wait(LIMITS.floor + 20);
    expect((await verify(await sign(second))).subject).toBe('alice');
    expect(server.asked).toBe(2);

    for (let index = 0; index < 5; index += 1)
      await expect(verify(await sign(second, { kid: `forged-${index}` }))).rejects.toThrow('has no key');
    expect(server.asked).toBe(2);
  });

  it('forgets the tokens of a retired key, although nobody used another one', async () => {
    const token = await sign(first);
    await verify(token);
    await verify(token);
    publish(second);
    await wait(LIMITS.lookAgainAfter + 20);
    verifier.recall(token);
    await wait(150);

    expect(verifier.recall(token)).toBeUndefined();
    await expect(verify(token)).rejects.toThrow('has no key');
  });

  it('goes on remembering where the same keys are read again', async () => {
    const token = await sign(first);
    await verify(token);
    await verify(token);
    await wait(LIMITS.lookAgainAfter + 20);
    verifier.recall(token);
    await wait(150);

    expect(server.asked).toBe(2);
    expect(verifier.recall(token)?.subject).toBe('alice');
  });

  it('tries every key that a token without an id can mean', async () => {
    publish(first, second);

    expect((await verify(await sign(second, { kid: undefined }))).subject).toBe('alice');
    const stranger = await aKey('stranger');
    await expect(verify(await sign(stranger, { kid: undefined }))).rejects.toThrow('none of the keys');
  });

  it.each(BROKEN_REPLIES)(
    'cannot tell where the keys are %s: 503, and fine again later',
    async (_what, reply) => {
      server.reply = reply;
      const token = await sign(first);
      const refused: unknown = await verify(token).catch((error: unknown) => error);
      expect(isOciError(refused, 'authorization-unavailable') && refused.headers).toEqual({
        'Retry-After': '1',
      });

      publish(first);
      await wait(LIMITS.floorAfterFailure + 20);
      expect((await verify(token)).subject).toBe('alice');
    },
  );

  it('asks a server that fails no more often than the floor allows', async () => {
    server.reply = replyJson(500, {});
    const token = await sign(first);
    for (let index = 0; index < 10; index += 1) await expect(verify(token)).rejects.toThrow();

    expect(server.asked).toBeLessThan(10);
  });
});
