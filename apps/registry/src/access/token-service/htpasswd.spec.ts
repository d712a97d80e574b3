import { StartRefused } from '../../start-refused.js';
import { costOf, parseHtpasswd } from './htpasswd.js';

const TAIL = 'abcdefghijklmnopqrstuv'.padEnd(53, 'A');
const hash = (version = '2y', cost = '10'): string => `$${version}$${cost}$${TAIL}`;

describe('an htpasswd file', () => {
  it('holds accounts with bcrypt hashes of any name, comments and empty lines', () => {
    const text = `# people\nalice:${hash('2y')}\r\n\nbob:${hash('2a', '04')}\ncarol:${hash('2b', '12')}  \n`;
    const accounts = parseHtpasswd(text, 'accounts');
    expect([...accounts.keys()]).toEqual(['alice', 'bob', 'carol']);
    expect([...accounts.values()].map(costOf)).toEqual([10, 4, 12]);
  });

  it.each([
    ['alice:$apr1$abcdefgh$0123456789012345678901', /line 1 of accounts has an MD5 hash/],
    ['alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', /has a SHA-1 hash/],
    ['alice:$6$salt$hash', /has a SHA-2 crypt hash/],
    ['alice:$2y$10$short', /cut off or changed/],
    ['alice:secret', /password in clear text/],
    ['alice:', /password in clear text/],
    [`alice:${hash('2y', '03')}`, /cost 3; it may be 4 to 14/],
    [`alice:${hash('2y', '17')}`, /cost 17; it may be 4 to 14/],
    ['alice', /Line 1 of accounts is not "account:hash"/],
    [`:${hash()}`, /is not "account:hash"/],
    [`alice:${hash()}\nalice:${hash()}`, /"alice" stands twice in accounts/],
  ])('is refused with place, fault and remedy: %j', (text, fault) => {
    const parse = (): unknown => parseHtpasswd(text, 'accounts');
    expect(parse).toThrow(StartRefused);
    expect(parse).toThrow(fault);
  });

  it('never shows a hash or a password in what it complains about', () => {
    expect(() => parseHtpasswd('alice:hunter2', 'accounts')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
