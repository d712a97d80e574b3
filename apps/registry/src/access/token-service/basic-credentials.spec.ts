import { thrownBy } from '@margo-registry/oci/testing';
import { checkSingleAuthorization, parseBasic } from './basic-credentials.js';

const basic = (text: string | Buffer): string => `Basic ${Buffer.from(text as string).toString('base64')}`;

describe('Basic credentials', () => {
  it('are read, with every colon behind the first one belonging to the password', () => {
    expect(parseBasic(basic('alice:a:b '))).toEqual({ account: 'alice', password: 'a:b ' });
    expect(parseBasic(basic('alice:pässwörd').replace('Basic', 'bAsIc'))).toEqual({
      account: 'alice',
      password: 'pässwörd',
    });
  });

  it('are absent where there is no header', () => {
    expect(parseBasic(undefined)).toBeUndefined();
  });

  it.each([
    '',
    'Basic',
    'Basic ',
    'Bearer abc',
    'Basic ***',
    'Basic YQ== YQ==',
    basic('alice'),
    basic(':x'),
    basic('a\nb:x'),
    basic('a:x\u0000'),
    basic(Buffer.from([0xff, 0x3a, 0x61])),
    basic(`${'a'.repeat(300)}:x`),
    basic(`a:${'x'.repeat(5000)}`),
  ])('are refused, never taken for none: %j', (header) => {
    expect(thrownBy(() => parseBasic(header))).toMatchObject({ reason: 'unauthorized' });
  });

  it('come in one header', () => {
    expect(() => checkSingleAuthorization(['Authorization', 'a', 'X', 'authorization'])).not.toThrow();
    expect(
      thrownBy(() => checkSingleAuthorization(['Authorization', 'a', 'authorization', 'b'])),
    ).toMatchObject({ reason: 'unauthorized' });
  });
});
