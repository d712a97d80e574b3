import { connect } from 'node:net';
import { startMockAuth, type MockAuth } from '../index.js';
import { post, send } from '../testing/requests.js';

const FORM = 'application/x-www-form-urlencoded';
const PATHS = ['/oauth/token', '/oauth/introspect', '/oauth/revoke', '/token'];

let mock: MockAuth;
beforeAll(async () => void (mock = await startMockAuth()));
afterAll(() => mock.close());

describe('what no endpoint should be sent', () => {
  it.each(['/oauth/token', '/oauth/introspect', '/oauth/revoke'])(
    'GET %s is 405 with Allow',
    async (path) => {
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
        const answer = await send(mock.url + path, { method });
        expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
        expect(answer.json.error).toBe('invalid_request');
      }
    },
  );

  it.each(PATHS)('POST %s takes forms only', async (path) => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', '']) {
      const answer = await send(mock.url + path, {
        method: 'POST',
        body: '{"grant_type":"password"}',
        headers: { 'Content-Type': type },
      });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
    }
    expect((await send(mock.url + path, { method: 'POST' })).status).toBe(400);
    const broken = await send(mock.url + path, {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    });
    expect([broken.status, broken.json.error]).toEqual([400, 'invalid_request']);
  });

  it.each(PATHS)('POST %s refuses a parameter that is there twice, and says which', async (path) => {
    const answer = await post(mock.url + path, 'grant_type=password&grant_type=client_credentials&token=x');
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
    expect(answer.json.error_description).toMatch(/grant_type is there twice/);
  });

  it.each(PATHS)('POST %s refuses a body above 1 MiB with 413', async (path) => {
    const answer = await post(mock.url + path, `token=${'x'.repeat(1_100_000)}`);
    expect([answer.status, answer.json.error]).toEqual([413, 'invalid_request']);
  });

  it('takes a form whose type has a charset, and an empty parameter as an absent one', async () => {
    const headers = { 'Content-Type': `${FORM}; charset=UTF-8` };
    const body = 'grant_type=client_credentials&scope=&client_id=wfm&client_secret=wfm-secret';
    expect((await send(`${mock.url}/oauth/token`, { method: 'POST', body, headers })).status).toBe(200);
  });

  it('reads nothing from the query string', async () => {
    const query = 'grant_type=client_credentials&client_id=wfm&client_secret=wfm-secret';
    const answer = await post(`${mock.url}/oauth/token?${query}`, {});
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
  });

  it('names the grants that there are where another one is asked for', async () => {
    for (const grant_type of ['authorization_code', 'constructor', '__proto__', 'x'.repeat(100_000)]) {
      const answer = await post(`${mock.url}/oauth/token`, { grant_type }, { basic: 'wfm:wfm-secret' });
      expect([answer.status, answer.json.error]).toEqual([400, 'unsupported_grant_type']);
      expect(answer.json.error_description).toMatch(/client_credentials/);
    }
  });

  it('answers bytes of every kind with a refusal and never with 500', async () => {
    const bodies = [
      '%',
      '%ff%fe=%00',
      '&&&===',
      '=',
      'grant_type',
      '\u0000',
      'a'.repeat(900_000),
      '&a='.repeat(300_000),
    ];
    for (const path of PATHS) {
      for (const body of bodies) {
        const answer = await post(mock.url + path, body);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }
    }
  });

  it.each([
    '/%',
    '/team-a/%ff/oauth/token',
    '//oauth/token',
    '/oauth/oauth/token',
    '/../oauth/token',
    `/${'x'.repeat(10_000)}`,
    '/token/oauth/token',
  ])('GET %s is a refusal in JSON', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toMatch(/x-mock-auth: margo-mock-auth/i);
  });

  it('answers what is no HTTP, and headers beyond all measure', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*invalid_request/s);
    const long = `GET /token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(1_000_000)}\r\n\r\n`;
    expect(await raw(long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('never repeats a Host that is none', async () => {
    const request =
      'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: a"b/c\r\nConnection: close\r\n\r\n';
    expect(await raw(request)).not.toContain('a\\"b');
  });
});

function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(mock.url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket
      .on('data', (data) => (answer += String(data)))
      .on('error', () => resolve(answer))
      .on('close', () => resolve(answer));
  });
}
