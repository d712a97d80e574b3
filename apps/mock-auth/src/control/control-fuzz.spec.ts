import fc from 'fast-check';
import { startMockAuth, type MockAuth } from '../start-mock-auth.js';
import { ASSERTIONS } from './journal-operations.js';
import { KEY_SCENARIOS } from './key-operations.js';
import { FAULT_KINDS } from '../faults/fault-rule.js';
import { TOKEN_KINDS } from '../mint/recipes.js';

const WORDS = [
  'kind',
  'status',
  'delay',
  'ms',
  'median',
  'from',
  'until',
  'times',
  'skip',
  'size',
  'active',
  'endpoint',
  'client',
  'scenario',
  'alg',
  'kid',
  'at',
  'now',
  'advance',
  'frozen',
  'claims',
  'header',
  'crit',
  'iat',
  'exp',
  'typ',
  'audience',
  'lifetime',
  'format',
  'missing',
  'presets',
  'identities',
  'clients',
  'id',
  'secret',
  'users',
  'trustDomains',
  'bundle',
  'clock',
  'keys',
  'faults',
  'name',
  '__proto__',
  'constructor',
  'toString',
];

const VALUES = [
  ...Object.keys(FAULT_KINDS),
  ...Object.keys(KEY_SCENARIOS),
  ...TOKEN_KINDS,
  'ES256',
  'none',
  'opaque',
  '+15m',
  '-1h',
  'now',
  '2030-01-01T00:00:00Z',
  '9999-99-99T99:99:99Z',
  'wfm',
  '*',
  '',
];

/** Bodies that are nearly right: the words of the API in places where they may or may not belong. */
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...VALUES),
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.string()),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).object;

const OPERATIONS = [
  'PATCH /control/clock',
  'POST /control/keys',
  'POST /control/keys/x/retire',
  'POST /control/tokens',
  'POST /control/faults',
  'POST /control/scenario',
  'POST /control/issuers',
  'PUT /control/identities',
  'PUT /control/clients/wfm/secret',
];

describe('whatever is sent to control', () => {
  let mock: MockAuth;

  beforeAll(async () => {
    mock = await startMockAuth({ seed: 'fuzz' });
  });
  afterAll(() => mock.close());

  const send = async (operation: string, text: string): Promise<{ status: number; text: string }> => {
    const [method = '', path = ''] = operation.split(' ');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${mock.url}${path}`, { method, headers, body: text });
    return { status: answer.status, text: await answer.text() };
  };

  it.each(OPERATIONS)('is answered or refused as a problem by %s, never with 500', async (operation) => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const { status, text } = await send(operation, JSON.stringify(sent));
        if (status >= 500) throw new Error(`${operation} answered ${status} ${text}`);
        if (status >= 400) expect(JSON.parse(text)).toMatchObject({ status, detail: expect.any(String) });
        await mock.reset();
      }),
      { numRuns: 150, seed: 20, endOnFailure: true },
    );
  });

  it('leaves the journal readable whatever its query is', async () => {
    const query = fc.dictionary(
      fc.constantFrom('endpoint', 'client', 'status', 'after', 'expected', 'x'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.constantFrom('', ...Object.keys(ASSERTIONS)),
        async (parameters, assertion) => {
          const path = assertion === '' ? '' : `/assertions/${assertion}`;
          const answer = await fetch(`${mock.url}/control/journal${path}?${new URLSearchParams(parameters)}`);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 150, seed: 20, endOnFailure: true },
    );
  });
});
