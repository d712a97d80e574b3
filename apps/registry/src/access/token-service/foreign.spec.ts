import 'reflect-metadata';
import { hash } from 'bcryptjs';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { RegistryInProcess } from '../../testing/registry-in-process.js';
import type { AccessSettings } from '../access-settings.js';

interface Heard {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

type Reply = (response: ServerResponse, request: IncomingMessage) => void;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const raw =
  (status: number, body: string, type = 'text/html'): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(body);

const basic = (account: string, password: string): string =>
  `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`;

const GARBAGE: [string, Reply][] = [
  ['HTML with 200', raw(200, '<html>Welcome</html>')],
  ['HTML that says it is JSON', raw(200, '<html>', 'application/json')],
  ['cut off JSON', raw(200, '{"access_token":"a', 'application/json')],
  ['an object without a token', json(200, { hello: 1 })],
  ['a token that is no text', json(200, { access_token: 5, token: {}, token_type: 'Bearer' })],
  ['a list', json(200, [])],
  ['null', json(200, null)],
  ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['HTML with 404', raw(404, '<html>')],
  ['500', json(500, { error: 'server_error' })],
  ['2 MiB', json(200, { access_token: 'a'.repeat(2 * 1024 * 1024), token_type: 'Bearer' })],
  ['a cut connection', (response) => response.destroy()],
  ['nothing at all', (response) => void response.writeHead(204).end()],
];

describe('/token in front of a foreign service', () => {
  let server: Server;
  let reply: Reply;
  let registry: RegistryInProcess | undefined;
  const heard: Heard[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const { method = '', url = '', headers } = request;
        heard.push({ method, url, authorization: headers.authorization, body });
        reply(response, request);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    heard.length = 0;
    await registry?.stop();
  });
  afterAll(() => void server.close().closeAllConnections());

  async function start(change: Partial<AccessSettings>): Promise<RegistryInProcess> {
    const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/endpoint?tenant=1`;
    registry = await RegistryInProcess.start({
      change: (settings) => Object.assign(settings.access, { mode: 'bearer', tokenUrl, ...change }),
    });
    return registry;
  }

  const ask = (query = '', authorization = basic('wfm', 'p:ä s')): Promise<Response> =>
    registry!.fetch(`/token${query}`, { headers: { authorization } });

  describe('by the client credentials grant', () => {
    beforeEach(() => start({ tokenKind: 'client_credentials' }));

    it('trades a name and a password for the token of the server, and asks for no Docker scopes', async () => {
      reply = json(200, {
        access_token: 'foreign',
        token_type: 'Bearer',
        expires_in: 600,
        refresh_token: 'r',
      });
      const answer = await ask('?scope=repository:a:pull&service=margo-registry&offline_token=true');
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({
        token: 'foreign',
        access_token: 'foreign',
        token_type: 'Bearer',
        expires_in: 600,
        issued_at: expect.any(String),
        scope: '',
      });
      // RFC 6749, 2.3.1: both parts are form-encoded before they become Basic credentials.
      expect(heard).toEqual([
        {
          method: 'POST',
          url: '/endpoint?tenant=1',
          authorization: basic('wfm', 'p%3A%C3%A4+s'),
          body: 'grant_type=client_credentials',
        },
      ]);
    });

    it('asks once for equal logins that arrive at once', async () => {
      reply = json(200, { access_token: 'foreign', token_type: 'bearer' });
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect(heard.length).toBeLessThan(10);
    });

    it.each([
      [401, 'invalid_client'],
      [400, 'invalid_client'],
      [400, 'unauthorized_client'],
    ])('says 401 for %i %s, whether a challenge comes along or not', async (status, error) => {
      for (const headers of [{}, { 'www-authenticate': 'Basic realm="x"' }] as Record<string, string>[]) {
        reply = json(status, { error }, headers);
        expect((await ask()).status).toBe(401);
      }
    });

    it('says 503 and why where the server refuses what the registry asks', async () => {
      reply = json(400, { error: 'unsupported_grant_type' });
      const answer = await ask();
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        errors: [{ code: 'UNAVAILABLE', message: expect.stringContaining('unsupported_grant_type') }],
      });
    });

    it('passes on that the server wants to be asked later', async () => {
      reply = json(429, { error: 'slow_down' }, { 'retry-after': '7' });
      const answer = await ask();
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    });

    it.each(GARBAGE)('says 503 with Retry-After for %s', async (_name, garbage) => {
      reply = garbage;
      const answer = await ask();
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(await answer.json()).toMatchObject({ errors: [{ code: 'UNAVAILABLE' }] });
    });

    it('asks nobody for a while once most requests have failed', async () => {
      reply = json(500, {});
      for (let index = 0; index < 20; index++) expect((await ask()).status).toBe(503);
      expect(heard.length).toBeLessThan(10);
    });

    it('gives nothing to callers without a name, and no refresh', async () => {
      expect((await registry!.fetch('/token')).status).toBe(401);
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'r' });
      const answer = await registry!.fetch('/token', { method: 'POST', body });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
      expect(heard).toEqual([]);
    });

    it('slows down guessing here too', async () => {
      reply = json(401, { error: 'invalid_client' });
      for (let index = 0; index < 5; index++)
        expect((await ask('', basic('wfm', `${index}`))).status).toBe(401);
      expect((await ask()).status).toBe(429);
      expect(heard).toHaveLength(5);
    });
  });

  describe('by the password grant', () => {
    beforeEach(() => start({ tokenKind: 'password', clientId: 'registry', clientSecret: 'own' }));

    it('sends name and password in the form, and its own client in front', async () => {
      reply = json(200, { access_token: 'foreign', token_type: 'Bearer', scope: 'a b' });
      expect(await (await ask()).json()).toMatchObject({ token: 'foreign', scope: 'a b' });
      expect(heard).toEqual([
        expect.objectContaining({
          authorization: basic('registry', 'own'),
          body: 'username=wfm&password=p%3A%C3%A4+s&grant_type=password',
        }),
      ]);
    });

    it('tells a wrong password from a client that the operator has to correct', async () => {
      reply = json(400, { error: 'invalid_grant' });
      expect((await ask()).status).toBe(401);
      reply = json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' });
      const answer = await ask();
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain('REGISTRY_ACCESS_CLIENT_ID');
    });
  });

  describe('by relay', () => {
    beforeEach(() => start({ tokenKind: 'docker' }));

    it('passes on query and credentials, and the answer back', async () => {
      reply = json(200, { token: 'foreign', extra: true, expires_in: 60 });
      const query = '?service=margo-registry&scope=repository:a:pull&scope=repository:b:push&account=wfm';
      expect(await (await ask(query)).json()).toEqual({ token: 'foreign', extra: true, expires_in: 60 });
      const { searchParams } = new URL(heard[0]!.url, 'http://x');
      expect([...searchParams]).toEqual([
        ['tenant', '1'],
        ['service', 'margo-registry'],
        ['scope', 'repository:a:pull'],
        ['scope', 'repository:b:push'],
        ['account', 'wfm'],
      ]);
      expect(heard[0]).toMatchObject({ method: 'GET', authorization: basic('wfm', 'p:ä s') });
    });

    it('passes on a form, and callers without a name', async () => {
      reply = json(200, { access_token: 'foreign' });
      const form = { grant_type: 'refresh_token', refresh_token: 'r', service: 'margo-registry' };
      const answer = await registry!.fetch('/token', { method: 'POST', body: new URLSearchParams(form) });
      expect(answer.status).toBe(200);
      expect(heard[0]).toMatchObject({ method: 'POST', body: new URLSearchParams(form).toString() });
      expect((await registry!.fetch('/token?scope=repository:a:pull')).status).toBe(200);
      expect(heard[1]!.authorization).toBeUndefined();
    });

    it('passes a refusal back with its body and its challenge', async () => {
      reply = json(401, { details: 'no' }, { 'www-authenticate': 'Basic realm="there"' });
      const answer = await ask();
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="there"');
      expect(await answer.json()).toEqual({ details: 'no' });
    });

    it.each(GARBAGE)('says 503 for %s', async (_name, garbage) => {
      reply = garbage;
      expect((await ask()).status).toBe(503);
    });
  });

  it('answers for its own accounts itself, and for what everybody may pull', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'margo-foreign-'));
    const htpasswd = join(directory, 'htpasswd');
    await writeFile(htpasswd, `local:${await hash('secret', 4)}\n`);
    await start({ tokenKind: 'docker', htpasswd, anonymousPull: ['public/*'] });
    reply = json(401, {});
    expect((await ask('', basic('local', 'secret'))).status).toBe(200);
    expect((await ask('', basic('local', 'wrong'))).status).toBe(401);
    expect((await registry!.fetch('/token?scope=repository:public/a:pull')).status).toBe(200);
    expect(heard).toEqual([]);
    expect((await ask('', basic('elsewhere', 'secret'))).status).toBe(401);
    expect(heard).toHaveLength(1);
    await rm(directory, { recursive: true });
  });
});
