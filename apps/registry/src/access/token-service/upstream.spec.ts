import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Upstream } from './upstream.js';

describe('the service behind /token', () => {
  let server: Server;
  let url: string;
  let reply: (response: ServerResponse) => void;
  let asked: number;
  const ask = (upstream: Upstream): Promise<unknown> => upstream.ask(url, { method: 'GET', headers: {} });
  const unavailable = expect.objectContaining({ reason: 'token-service-unavailable', status: 503 });

  beforeEach(async () => {
    asked = 0;
    server = createServer((_request, response) => {
      asked += 1;
      reply(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => void server.close().closeAllConnections());

  it.each<[string, (response: ServerResponse) => void]>([
    ['that never answers', () => undefined],
    ['whose answer never ends', (response) => response.writeHead(200).write('{"token":')],
    ['that is silent behind its head', (response) => response.writeHead(200).flushHeaders()],
  ])('%s is given up', async (_how, silence) => {
    reply = silence;
    const upstream = new Upstream({ timeLimit: 50 });
    await expect(ask(upstream)).rejects.toEqual(unavailable);
    upstream.close();
  });

  it('is not asked while most requests fail, then once, and again when it has recovered', async () => {
    reply = (response) => response.writeHead(500).end();
    const upstream = new Upstream({ pause: 100 });
    for (let index = 0; index < 10; index++) await expect(ask(upstream)).rejects.toEqual(unavailable);
    expect(asked).toBe(5);
    reply = (response) => response.end('{}');
    const deadline = Date.now() + 5000;
    while (asked === 5 && Date.now() < deadline) {
      await ask(upstream).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await expect(ask(upstream)).resolves.toMatchObject({ status: 200, text: '{}' });
    upstream.close();
  });

  it('does not count refusals of credentials as failures', async () => {
    reply = (response) => response.writeHead(401).end('{}');
    const upstream = new Upstream();
    for (let index = 0; index < 10; index++)
      await expect(ask(upstream)).resolves.toMatchObject({ status: 401 });
    expect(asked).toBe(10);
    upstream.close();
  });
});
