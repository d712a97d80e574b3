import type { Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../application.js';
import { createLogger } from '../http/logger.js';
import { DEVELOPMENT_IDENTITIES } from '../identities/development-identities.js';
import { readIdentities } from '../identities/read-identities.js';
import { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { MockAuthSettings } from '../settings.js';

/** HTTP over a connection that says that it comes from that address: no machine has all of them. */
async function ask(
  server: Server,
  { path = '/control/clock', from = '127.0.0.1', headers = {} as Record<string, string> },
): Promise<{ status: number; body: string }> {
  const [client, connection] = duplexPair();
  Object.defineProperty(connection, 'remoteAddress', { value: from });
  server.emit('connection', connection);
  const lines = Object.entries({ Host: 'mock', Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  client.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const answer = await text(client);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body };
}

describe('access to control', () => {
  const apps: NestFastifyApplication[] = [];

  const aServer = async (open: boolean): Promise<Server> => {
    const settings = new MockAuthSettings();
    settings.control.open = open;
    const identities = await readIdentities(DEVELOPMENT_IDENTITIES);
    const app = await createApplication(settings, new IssuerWorlds({ identities }), createLogger('silent'));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    apps.push(app);
    return app.getHttpServer() as Server;
  };

  let closed: Server;
  let open: Server;

  beforeAll(async () => {
    closed = await aServer(false);
    open = await aServer(true);
  });
  afterAll(() => Promise.all(apps.map((app) => app.close())));

  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
    'admits the loopback peer %s',
    async (from) => {
      expect(await ask(closed, { from })).toMatchObject({ status: 200 });
    },
  );

  it.each([
    '10.0.0.9',
    '172.17.0.1',
    '192.168.1.4',
    '::ffff:10.0.0.9',
    'fe80::1',
    '2001:db8::1',
    '126.0.0.1',
  ])('refuses the peer %s, and says how to open control', async (from) => {
    const { status, body } = await ask(closed, { from });
    expect(status).toBe(403);
    expect(body).toContain('MOCK_AUTH_CONTROL_OPEN=true');
  });

  it('refuses a connection whose peer is not known', async () => {
    expect(await ask(closed, { from: '' })).toMatchObject({ status: 403 });
  });

  it('admits every peer where control is open', async () => {
    expect(await ask(open, { from: '10.0.0.9' })).toMatchObject({ status: 200 });
  });

  it.each(['X-Forwarded-For', 'Forwarded', 'Via'])(
    'refuses what came through a proxy with %s',
    async (name) => {
      const headers = { [name]: '10.0.0.9' };
      expect(await ask(closed, { headers })).toMatchObject({ status: 403 });
      expect(await ask(open, { headers })).toMatchObject({ status: 200 });
    },
  );

  it('refuses a page in a browser, open or not', async () => {
    const headers = { Origin: 'http://127.0.0.1:3000' };
    expect(await ask(closed, { headers })).toMatchObject({ status: 403 });
    expect(await ask(open, { headers })).toMatchObject({ status: 403 });
  });

  it.each([
    '/control',
    '/control/',
    '/control?x',
    '/control/keys',
    '/control/openapi.json',
    '/team-a/control',
    '/team-a/control/keys',
    '/%63ontrol/keys',
    '/team-a/%63ontrol/keys',
    '//control/keys',
    '/control%2fkeys',
  ])('gives nothing of %s to a peer from elsewhere', async (path) => {
    expect((await ask(closed, { path, from: '10.0.0.9' })).status).toBeGreaterThanOrEqual(400);
  });

  it.each(['/health/live', '/.well-known/jwks.json', '/team-a/.well-known/jwks.json'])(
    'leaves %s to everybody',
    async (path) => {
      expect(await ask(closed, { path, from: '10.0.0.9' })).toMatchObject({ status: 200 });
    },
  );
});
