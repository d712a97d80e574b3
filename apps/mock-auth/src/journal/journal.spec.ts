import { checkQuerySecrets, checkReuse, checkTokenRequests } from './journal-checks.js';
import type { JournalEntry } from './journal-entry.js';
import { Journal } from './journal.js';

const anEntry = (changes: Partial<JournalEntry> = {}): Omit<JournalEntry, 'number'> => ({
  at: 1000,
  endpoint: 'token',
  method: 'POST',
  path: '/oauth/token',
  query: [],
  status: 200,
  outcome: 'ok',
  client: 'wfm',
  ...changes,
});

const aJournal = (...entries: Partial<JournalEntry>[]): Journal => {
  const journal = new Journal();
  for (const entry of entries) journal.record(anEntry(entry));
  return journal;
};

describe('Journal', () => {
  it('numbers its entries and finds them by every key of a query', () => {
    const journal = aJournal(
      {},
      { endpoint: 'jwks', client: undefined },
      { status: 401, outcome: 'invalid_client' },
    );
    expect(journal.list().map((entry) => entry.number)).toEqual([1, 2, 3]);
    expect(journal.list({ endpoint: 'token', status: 401 })).toMatchObject([{ number: 3 }]);
    expect(journal.list({ client: 'wfm', after: 1 })).toMatchObject([{ number: 3 }]);
    expect(journal.list({ client: 'nobody' })).toEqual([]);
  });

  it('says how many entries it no longer holds', () => {
    const journal = new Journal(2);
    for (let index = 0; index < 5; index += 1) journal.record(anEntry());
    expect(journal.list().map((entry) => entry.number)).toEqual([4, 5]);
    expect(journal.dropped).toBe(3);
    journal.reset();
    expect(journal.dropped).toBe(0);
  });
});

describe('checkTokenRequests', () => {
  it('counts requests for a token, refused ones too, and nothing else', () => {
    const entries = aJournal({}, { endpoint: 'jwks' }, { endpoint: 'docker-token', status: 401 }).list();
    expect(checkTokenRequests(entries, 2)).toEqual([]);
    expect(checkTokenRequests(entries)).toEqual([
      { sentence: 'Expected 1 token request(s) and saw 2.', entries: [1, 3] },
    ]);
  });

  it('misses a request that never came', () => {
    expect(checkTokenRequests([])).toMatchObject([{ sentence: 'Expected 1 token request(s) and saw 0.' }]);
  });
});

describe('checkReuse', () => {
  it('blames a client that fetches a token while it has one', () => {
    const entries = aJournal({ at: 1000, expiresAt: 1300 }, { at: 1100, expiresAt: 1400 }).list();
    expect(checkReuse(entries)).toEqual([
      { sentence: 'wfm fetched another token while its last one still had 200 s to live.', entries: [1, 2] },
    ]);
  });

  it('lets a client fetch the next token shortly before the last one runs out, as long as the margin allows', () => {
    const entries = aJournal({ at: 1000, expiresAt: 1300 }, { at: 1270, expiresAt: 1570 }).list();
    expect(checkReuse(entries)).toEqual([]);
    expect(checkReuse(entries, { margin: 10 })).toHaveLength(1);
  });

  it.each([
    ['another client', { client: 'publisher' }],
    ['another scope', { scope: 'repository:acme/a:push' }],
    ['another audience', { audience: 'another-service' }],
    ['another caller', { subject: 'alice' }],
  ])('lets %s have a token of its own', (_what, change) => {
    const entries = aJournal({ expiresAt: 1300 }, { expiresAt: 1300, ...change }).list();
    expect(checkReuse(entries)).toEqual([]);
  });

  it('does not blame a client that asks again after a refusal or after an answer that a fault spoilt', () => {
    const entries = aJournal(
      { status: 503 },
      { expiresAt: 1300, fault: 'fault-1' },
      { expiresAt: 1300 },
      { status: 401 },
    ).list();
    expect(checkReuse(entries)).toEqual([]);
  });
});

describe('checkQuerySecrets', () => {
  it('blames every request with a credential in its query string, whatever its case', () => {
    const entries = aJournal(
      { query: ['grant_type'] },
      { query: ['service', 'Client_Secret', 'password'] },
    ).list();
    expect(checkQuerySecrets(entries)).toEqual([
      { sentence: 'POST /oauth/token carried Client_Secret, password in its query string.', entries: [2] },
    ]);
  });
});
