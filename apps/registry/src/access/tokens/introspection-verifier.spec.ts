import { isOciError } from '@margo-registry/oci';
import { AnsweringServer, BROKEN_REPLIES, replyJson } from '../testing/answering-server.js';
import { IntrospectionVerifier } from './introspection-verifier.js';
import { readTokenText } from './token-text.js';

const LIMITS = { timeLimit: 200, pause: 300 };
const OPAQUE = readTokenText('opaque');
const seconds = (): number => Math.floor(Date.now() / 1000);
const active = (more: object = {}): object => ({
  active: true,
  sub: 'alice',
  aud: 'margo-registry',
  exp: seconds() + 300,
  ...more,
});

describe('introspection', () => {
  let server: AnsweringServer;
  beforeEach(async () => {
    server = await AnsweringServer.start();
    server.reply = replyJson(200, active());
  });
  afterEach(() => server.stop());

  const verifier = (more: object = {}): IntrospectionVerifier =>
    new IntrospectionVerifier(
      {
        introspectionUrl: server.url,
        clientId: 'registry',
        clientSecret: 'secret',
        introspectionTtl: 10_000,
        issuer: undefined,
        audience: 'margo-registry',
        audienceRequired: true,
        ...more,
      },
      LIMITS,
    );
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('is asked once by many who ask at the same time, and answers from memory afterwards', async () => {
    const asked = verifier();
    await Promise.all(Array.from({ length: 20 }, () => asked.verify(OPAQUE, false)));

    expect(server.asked).toBe(1);
    expect(asked.recall('opaque', false)?.subject).toBe('alice');
    expect(asked.recall('opaque', true)).toBeUndefined();
  });

  it('is asked again by everybody who has to know it anew', async () => {
    const asked = verifier();
    await Promise.all(Array.from({ length: 3 }, () => asked.verify(OPAQUE, true)));

    expect(server.asked).toBe(3);
  });

  it('forgets a token of which it hears that it is not active any more', async () => {
    const asked = verifier();
    await asked.verify(OPAQUE, false);
    server.reply = replyJson(200, { active: false });

    await expect(asked.verify(OPAQUE, true)).rejects.toThrow('not active');
    expect(asked.recall('opaque', false)).toBeUndefined();
  });

  it('is not remembered beyond the time of the cache, nor beyond the expiry of the token', async () => {
    const brief = verifier({ introspectionTtl: 50 });
    await brief.verify(OPAQUE, false);
    server.reply = replyJson(200, active({ exp: seconds() - 29 }));
    const ending = verifier();
    await ending.verify(OPAQUE, false);
    await wait(1200);

    expect(brief.recall('opaque', false)).toBeUndefined();
    expect(ending.recall('opaque', false)).toBeUndefined();
  });

  it.each([
    ['has expired', { exp: seconds() - 3600 }, 'has expired'],
    ['has an expiry that is no time', { exp: 'never' }, 'has expired'],
    ['is not valid yet', { nbf: seconds() + 3600 }, 'not valid yet'],
    ['is for somebody else', { aud: ['another'] }, 'another audience'],
    ['is for nobody', { aud: undefined }, 'no audience'],
    ['is from somebody else', { iss: 'https://evil.example' }, 'another issuer'],
  ])('refuses an active token that %s', async (_what, more, reason) => {
    server.reply = replyJson(200, active(more));

    await expect(verifier({ issuer: 'https://id.example' }).verify(OPAQUE, false)).rejects.toThrow(reason);
  });

  it('accepts a token for nobody where the audience is waived, but still none for somebody else', async () => {
    const waived = verifier({ audienceRequired: false });
    server.reply = replyJson(200, active({ aud: undefined }));
    expect((await waived.verify(OPAQUE, true)).subject).toBe('alice');
    server.reply = replyJson(200, active({ aud: 'another' }));
    await expect(waived.verify(OPAQUE, true)).rejects.toThrow('another audience');
  });

  it('takes the client for the caller where the token speaks for nobody else', async () => {
    server.reply = replyJson(200, active({ sub: undefined, client_id: 'wfm' }));

    expect((await verifier().verify(OPAQUE, false)).subject).toBe('wfm');
  });

  it.each(BROKEN_REPLIES)('that answers %s is no yes: 503 with Retry-After', async (_what, reply) => {
    server.reply = reply;
    const refused: unknown = await verifier()
      .verify(OPAQUE, false)
      .catch((error: unknown) => error);

    expect(isOciError(refused, 'authorization-unavailable') && refused.headers).toEqual({
      'Retry-After': '1',
    });
  });

  it('does not forget what it knows because nobody answers', async () => {
    const asked = verifier();
    await asked.verify(OPAQUE, false);
    server.reply = replyJson(500, {});

    await expect(asked.verify(OPAQUE, true)).rejects.toThrow();
    expect(asked.recall('opaque', false)?.subject).toBe('alice');
  });

  it('is left alone for a while after failing again and again, and is found again', async () => {
    const asked = verifier();
    server.reply = replyJson(500, {});
    for (let index = 0; index < 20; index += 1)
      await expect(asked.verify(readTokenText(`token-${index}`), false)).rejects.toThrow();
    expect(server.asked).toBeLessThan(20);
    server.reply = replyJson(200, active());
    await wait(2 * LIMITS.pause);

    expect((await asked.verify(OPAQUE, false)).subject).toBe('alice');
  });
});
