import fc from 'fast-check';
import { startMockAuth, type MockAuth } from '../index.js';
import { send } from '../testing/requests.js';

const RUNS = 150;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const NAMES = [
  'grant_type',
  'scope',
  'client_id',
  'client_secret',
  'username',
  'password',
  'refresh_token',
  'token',
  'audience',
  'resource',
  'service',
  'account',
  'subject_token',
  'subject_token_type',
  'client_assertion',
  'client_assertion_type',
  'offline_token',
  'access_type',
];
const WORDS = [
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:margo:token-type:x509-svid',
  'wfm',
  'wfm-secret',
  'registry',
  'registry-secret',
  'repository:a/b:pull',
  'registry:catalog:*',
  'repository(plugin):a:*',
  'true',
  'eyJhbGciOiJub25lIn0.e30.',
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
];

const value = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.base64String({ maxLength: 60 }),
);
const parameters = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 });
const header = fc.oneof(
  fc.constant(undefined),
  value.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  fc.constant(`Basic ${Buffer.from('wfm:wfm-secret').toString('base64')}`),
  fc.constant(`Basic ${Buffer.from('registry:registry-secret').toString('base64')}`),
  fc.stringMatching(/^[\x21-\x7e][\x20-\x7e]{0,60}$/).map((text) => text.trim()),
);
const path = fc.oneof(
  fc.constantFrom(
    '/oauth/token',
    '/oauth/introspect',
    '/oauth/revoke',
    '/token',
    '/team-a/token',
    '/.well-known/jwks.json',
  ),
  fc.webPath(),
);

let mock: MockAuth;
beforeAll(async () => void (mock = await startMockAuth()));
afterAll(() => mock.close());

describe('any input', () => {
  it('is answered as JSON and never with 500', async () => {
    const request = fc.record({
      method: fc.constantFrom(...METHODS),
      path,
      query: parameters,
      body: parameters,
      header,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, body, header }) => {
        const url = `${mock.url}${path}?${new URLSearchParams(query)}`;
        const isForm = method !== 'GET';
        const answer = await send(url, {
          method,
          ...(isForm ? { body: new URLSearchParams(body) } : {}),
          headers: header === undefined ? {} : { Authorization: header },
        });
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get('x-mock-auth')).toBe('margo-mock-auth');
        if (answer.status >= 400) expect(typeof answer.json.error).toBe('string');
      }),
      { numRuns: RUNS },
    );
  });
});
