// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { NginxServer } from '../../../../tools/servers/nginx.mjs';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RunningRegistry } from '../harness/running-registry.js';
import { makePair } from './certificate-folder.js';

/** Another address of loopback than nginx speaks from. */
export const CLIENT = '127.0.0.2';
const MEBIBYTE = 1024 * 1024;
const PIECE = Buffer.alloc(MEBIBYTE, 'a piece of a large layer ');

/** A registry without TLS behind an nginx with it, as the guide sets both up. */
export class TlsProxy {
  private constructor(
    readonly registry: RunningRegistry,
    private readonly nginx: NginxServer,
    private readonly agent: Agent,
  ) {}

  static async start(program: string, environment: Readonly<Record<string, string>>): Promise<TlsProxy> {
    const registry = await RunningRegistry.start({ environment });
    const pair = await makePair();
    const behind = { registry: registry.host, pair: { cert: pair.cert, key: pair.private } };
    const nginx = await NginxServer.startTls(program, behind);
    return new TlsProxy(registry, nginx, new Agent({ keepAlive: true, ca: pair.cert, localAddress: CLIENT }));
  }

  /** Sends through nginx. The body of the answer is the caller's to read. */
  async send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body: Iterable<Uint8Array> = [],
  ): Promise<IncomingMessage> {
    const asked = request(new URL(path, this.nginx.url), {
      agent: this.agent,
      // Names are told by `Host` here, which may be forged; that nginx is trusted is checked by the authority.
      checkServerIdentity: () => undefined,
      method,
      headers,
    });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    await pipeline(Readable.from(body), asked);
    return (await answered)[0];
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.nginx.remove();
    await this.registry.stop();
  }
}

/** Pushes a blob of this size through nginx in one PUT and pulls it again; both digests. */
export async function carryLayer(
  proxy: TlsProxy,
  mebibytes: number,
): Promise<{ status?: number; pushed: string; pulled: string }> {
  const pushed = await digestOfAll(piecesOf(mebibytes));
  const begun = await proxy.send('POST', '/v2/plant/large/blobs/uploads/');
  begun.resume();
  const headers = { 'Content-Length': `${mebibytes * MEBIBYTE}`, 'Content-Type': 'application/octet-stream' };
  const path = `${begun.headers.location}?digest=${pushed}`;
  const put = await proxy.send('PUT', path, headers, piecesOf(mebibytes));
  put.resume();
  const pulled = await digestOfAll(await proxy.send('GET', `/v2/plant/large/blobs/${pushed}`));
  return { status: put.statusCode, pushed, pulled };
}

function* piecesOf(count: number): Generator<Uint8Array> {
  for (let number = 0; number < count; number += 1) {
    const piece = Buffer.from(PIECE);
    piece.writeUInt32BE(number);
    yield piece;
  }
}

async function digestOfAll(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return `sha256:${hash.digest('hex')}`;
}
