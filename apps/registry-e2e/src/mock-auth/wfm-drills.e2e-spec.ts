import {
  startMockAuth,
  type FaultBody,
  type MockAuth,
  type MockAuthControl,
} from '@margo-registry/mock-auth';
import { FleetClient, LoginRefused } from './fleet-client.js';

let auth: MockAuth;
let namespace: MockAuthControl;

beforeAll(async () => void (auth = await startMockAuth()));
beforeEach(async () => void (namespace = await auth.control.createNamespace()));
afterEach(() => auth.control.deleteNamespace(namespace));
afterAll(() => auth.close());

const makeWfm = (secret = 'wfm-secret'): FleetClient => new FleetClient({ issuer: namespace.url, secret });

/** The drills of docs/guides/test-a-wfm.md against a WFM that does as it should. */
describe('a good WFM', () => {
  it('keeps its token', async () => {
    const wfm = makeWfm();
    const tokens = await Promise.all([wfm.token(), wfm.token(), wfm.token()]);
    expect(new Set([...tokens, await wfm.token()]).size).toBe(1);
    await namespace.assert('token-requests', { client: 'wfm', expected: 1 });
    await namespace.assert('token-reuse');
    await namespace.assert('query-secrets');
  });

  it('fetches another one when its token is about to end', async () => {
    let ahead = 0;
    const now = (): number => Date.now() / 1000 + ahead;
    const wfm = new FleetClient({ issuer: namespace.url, secret: 'wfm-secret', now });
    const first = await wfm.token();
    ahead = 280;
    await namespace.advanceClock(280);
    expect(await wfm.token()).not.toBe(first);
    await namespace.assert('token-reuse');
  });

  it.each<[string, FaultBody, number]>([
    ['an outage', { kind: 'status', endpoint: 'token', status: 503, retryAfter: 0, times: 2 }, 3],
    ['silence', { kind: 'hang', endpoint: 'token', times: 1 }, 2],
    ['half an answer', { kind: 'truncate', endpoint: 'token', times: 1 }, 2],
    ['an answer that is no JSON', { kind: 'malformed', endpoint: 'token', times: 1 }, 2],
    ['an error page', { kind: 'html', endpoint: 'token', times: 1 }, 2],
    ['a reset connection', { kind: 'reset', endpoint: 'token', times: 1 }, 2],
    ['a cut connection', { kind: 'cut', endpoint: 'token', times: 1 }, 2],
    ['slowness', { kind: 'latency', endpoint: 'token', delay: { median: 20, sigma: 0.5 } }, 1],
  ])('survives %s without a storm', async (_what, fault, requests) => {
    await namespace.setFault(fault);
    expect(await makeWfm().token()).toMatch(/^eyJ/);
    await namespace.assert('token-requests', { client: 'wfm', expected: requests });
  });

  it('stops when its secret was changed', async () => {
    await namespace.changeSecret('wfm', 'another');
    await expect(makeWfm().token()).rejects.toThrow(LoginRefused);
    await namespace.assert('token-requests', { client: 'wfm', expected: 1 });
    expect(await makeWfm('another').token()).toMatch(/^eyJ/);
  });

  it('is told from one that fetches a token for everything it does', async () => {
    for (const _time of [1, 2]) await makeWfm().token();
    await expect(namespace.assert('token-reuse')).rejects.toThrow(/still had/);
  });

  it('goes through the outage of a scenario file', async () => {
    const url = namespace.url;
    await namespace.loadScenario(
      'name: outage\npresets: [wfm, registry]\nfaults:\n  - { kind: status, endpoint: token, status: 503, retryAfter: 0, from: +1m, until: +3m }\n',
    );
    expect(await makeWfm().token()).toMatch(/^eyJ/);
    await namespace.advanceClock('2m');
    await expect(makeWfm().token()).rejects.toThrow('status 503');
    await namespace.advanceClock('2m');
    expect(await makeWfm().token()).toMatch(/^eyJ/);
    expect(namespace.url).toBe(url);
  });
});
