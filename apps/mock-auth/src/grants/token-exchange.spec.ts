import { createTrustDomain, startMockAuth, type MockAuth, type SvidOptions } from '../index.js';
import { payloadOf, post, type Answer } from '../testing/requests.js';

const SVID = 'urn:margo:token-type:x509-svid';
const now = (): number => Math.floor(Date.now() / 1000);
const plant = createTrustDomain('plant.example');
const foreign = createTrustDomain('foreign.example');
const impostor = createTrustDomain('plant.example');

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'bridge', secret: 's', tokenFormat: 'opaque' },
        { id: 'idle', secret: 's', grants: ['password'] },
      ],
      workloads: [
        { spiffe: 'spiffe://plant.example/margo/*', rights: [{ repository: '*', actions: ['pull'] }] },
        {
          spiffe: 'spiffe://plant.example/margo/wfm/w1',
          rights: [{ repository: '*', actions: ['pull', 'push'] }],
        },
      ],
      trustDomains: [{ name: 'plant.example', bundle: plant.bundle }],
    },
  });
});
afterAll(() => mock.close());

const exchange = (form: Record<string, string>, basic?: string): Promise<Answer> =>
  post(
    `${mock.url}/oauth/token`,
    { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token_type: SVID, ...form },
    { basic },
  );
const withSvid = (path: string, options?: SvidOptions): Promise<Answer> =>
  exchange({ subject_token: plant.issueSvid(path, options).encoded });

describe('token exchange of an X.509-SVID', () => {
  it('gives an access token for the SPIFFE id', async () => {
    const { status, json } = await withSvid('/margo/wfm/w1/client/c1');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      token_type: 'Bearer',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'repository:*:pull registry:catalog:*',
    });
    expect(payloadOf(json.access_token).sub).toBe('spiffe://plant.example/margo/wfm/w1/client/c1');
    expect(json).not.toHaveProperty('refresh_token');
  });

  it('prefers the workload that is named more exactly', async () => {
    expect((await withSvid('/margo/wfm/w1')).json.scope).toContain('pull,push');
  });

  it('follows intermediates that come along', async () => {
    expect((await withSvid('/margo/wfm/w1', { throughIntermediate: true })).status).toBe(200);
  });

  it('never gives a token that outlives the SVID', async () => {
    const notAfter = now() + 100;
    const { json } = await withSvid('/margo/wfm/w1', { notAfter });
    expect(payloadOf(json.access_token).exp).toBe(notAfter);
    expect(json.expires_in).toBeLessThanOrEqual(100);
  });

  it('takes audience, scope and the style of a client that shows who it is', async () => {
    const subject_token = plant.issueSvid('/margo/wfm/w1').encoded;
    const scoped = await exchange({ subject_token, audience: 'reg', scope: 'repository:a/b:pull' });
    expect(payloadOf(scoped.json.access_token)).toMatchObject({ aud: 'reg', scope: 'repository:a/b:pull' });
    expect((await exchange({ subject_token }, 'bridge:s')).json.access_token).toMatch(/^mock_at_/);
    expect((await exchange({ subject_token }, 'bridge:wrong')).json.error).toBe('invalid_client');
    expect((await exchange({ subject_token }, 'idle:s')).json.error).toBe('unauthorized_client');
  });

  it.each<[string, RegExp, string, SvidOptions]>([
    ['an expired one', /valid from/, '/margo/w', { notAfter: now() - 10 }],
    ['one that is not yet valid', /valid from/, '/margo/w', { notBefore: now() + 1000 }],
    ['one of an authority', /authority/, '/margo/w', { isAuthority: true }],
    [
      'one that may sign certificates',
      /may sign/,
      '/margo/w',
      { keyUsage: ['digitalSignature', 'keyCertSign'] },
    ],
    ['one that may sign CRLs', /may sign/, '/margo/w', { keyUsage: ['digitalSignature', 'cRLSign'] }],
    ['one without a key usage', /digitalSignature/, '/margo/w', { keyUsage: [] }],
    ['one without a SPIFFE id', /0 URI/, '/margo/w', { uris: [] }],
    [
      'one with two',
      /2 URI/,
      '/margo/w',
      { uris: ['spiffe://plant.example/margo/a', 'spiffe://plant.example/margo/b'] },
    ],
    ['one with another URI', /not a SPIFFE id/, '/margo/w', { uris: ['https://plant.example/margo'] }],
    [
      'one with a relative path',
      /not a SPIFFE id/,
      '/margo/w',
      { uris: ['spiffe://plant.example/margo/../admin'] },
    ],
    ['one whom no workload covers', /covers/, '/other/w', {}],
  ])('refuses %s', async (_what, reason, path, options) => {
    const { status, json } = await withSvid(path, options);
    expect([status, json.error]).toEqual([400, 'invalid_request']);
    expect(json.error_description).toMatch(reason);
  });

  it('refuses another trust domain, and another authority of the same name', async () => {
    const other = await exchange({ subject_token: foreign.issueSvid('/margo/w').encoded });
    expect(other.json.error_description).toMatch(/trust domain foreign\.example is not trusted/);
    const forged = await exchange({ subject_token: impostor.issueSvid('/margo/w').encoded });
    expect(forged.json.error_description).toMatch(/anchor/);
  });

  it('refuses a chain without its intermediate', async () => {
    const { chain } = plant.issueSvid('/margo/w', { throughIntermediate: true });
    const leaf = chain.slice(0, chain.indexOf('-----END') + 26);
    const answer = await exchange({ subject_token: Buffer.from(leaf).toString('base64') });
    expect(answer.json.error_description).toMatch(/anchor/);
  });

  it.each([
    ['no base64', '%%%'],
    ['no certificate', Buffer.from('hello').toString('base64')],
    [
      'a broken certificate',
      Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----').toString('base64'),
    ],
    ['eleven certificates', Buffer.from(plant.bundle.repeat(11)).toString('base64')],
  ])('refuses a subject_token that is %s', async (_what, subject_token) => {
    const { status, json } = await exchange({ subject_token });
    expect([status, json.error]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['another subject_token_type', { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }],
    ['another requested_token_type', { requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['an actor_token', { actor_token: 'x' }],
  ])('refuses %s', async (_what, form) => {
    const subject_token = plant.issueSvid('/margo/w').encoded;
    expect((await exchange({ subject_token, ...form } as Record<string, string>)).json.error).toBe(
      'invalid_request',
    );
  });
});
