import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = (response: ServerResponse) => void;

export const replyJson =
  (status: number, body: unknown): Reply =>
  (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

/** Answers of which none can be used. */
export const BROKEN_REPLIES: readonly [string, Reply][] = [
  ['nothing, ever', () => undefined],
  ['ten megabytes', replyJson(200, { active: true, keys: [], padding: 'x'.repeat(10 * 1024 * 1024) })],
  ['HTML', (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>')],
  ['HTML that says it is JSON', (response) => response.writeHead(200, JSON_TYPE).end('<html>')],
  ['cut off JSON', (response) => response.writeHead(200, JSON_TYPE).end('{"active":tr')],
  ['a redirect', (response) => response.writeHead(302, { Location: '/elsewhere' }).end()],
  ['an error', replyJson(500, { error: 'server_error' })],
  ['that it does not know the registry', replyJson(401, { error: 'invalid_client' })],
  ['an object of something else', replyJson(200, { sub: 'alice' })],
  ['null', replyJson(200, null)],
  ['204', (response) => response.writeHead(204).end()],
  ['a cut connection', (response) => response.socket?.destroy()],
];

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A server on 127.0.0.1 that answers everything alike, and counts. */
export class AnsweringServer {
  asked = 0;
  reply: Reply = replyJson(200, {});

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AnsweringServer> {
    const server = createServer((request, response) => {
      running.asked += 1;
      request.resume();
      running.reply(response);
    });
    const running = new AnsweringServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return running;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
