import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { Payload } from './payload.js';

const MEBI = 1024 * 1024;

describe('Payload', () => {
  it('is the bytes of its blocks, in one piece where there is one, else as a stream made anew for each try', async () => {
    const [one, two] = [Buffer.from('one'), Buffer.from('two')];
    expect(new Payload([]).body()).toEqual(Buffer.alloc(0));
    expect(new Payload([one]).body()).toBe(one);
    const payload = new Payload([one, two]);
    for (const body of [payload.body(), payload.body()])
      expect(await buffer(body as Readable)).toEqual(Buffer.from('onetwo'));
    expect(payload.length).toBe(6);
    // echo -n onetwo | sha256sum
    expect(payload.sha256).toBe('25b6746d5172ed6352966a013d93ac846e1110d5a25e8f183b5931f4688842a1');
  });

  it('is not at rest while a request sends it, and is again once the request is cut', async () => {
    const server = http.createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const payload = new Payload(Array.from({ length: 32 }, () => Buffer.alloc(MEBI)));
    const request = http.request({ method: 'PUT', host: '127.0.0.1', port: portOf(server) });
    request.on('error', () => undefined);
    payload.watch(request);
    (payload.body() as Readable).pipe(request);
    await once(server, 'request');
    expect(payload.isAtRest).toBe(false);
    request.destroy();
    await new Promise((resolve) => request.once('close', resolve));
    expect(payload.isAtRest).toBe(true);
    server.closeAllConnections();
    server.close();
  });

  it('is at rest when its last byte is with the system, before the answer', async () => {
    const server = http.createServer((received) => void received.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const payload = new Payload([Buffer.alloc(MEBI), Buffer.alloc(MEBI)]);
    const request = http.request({ method: 'PUT', host: '127.0.0.1', port: portOf(server) });
    request.on('error', () => undefined);
    payload.watch(request);
    (payload.body() as Readable).pipe(request);
    await once(request, 'finish');
    expect(payload.isAtRest).toBe(true);
    request.destroy();
    server.closeAllConnections();
    server.close();
  });
});

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}
