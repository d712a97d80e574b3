import { Pool } from 'undici';
import { Answer, joinHeaders } from './answer.js';

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes and texts go with `Content-Length`, an iterable in chunked encoding. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** Speaks HTTP with a registry. Paths go out as they are written; nothing is followed, retried or decoded. */
export class RegistryClient {
  private readonly pool: Pool;

  /** @param url origin of the registry */
  constructor(readonly url: string) {
    this.pool = new Pool(url, {
      connections: 64,
      pipelining: 1,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
  }

  async send(method: string, path: string, { headers, body }: Sending = {}): Promise<Answer> {
    const answer = await this.pool.request({
      method: method as 'GET',
      path,
      headers,
      body: body as Uint8Array,
    });
    return new Answer(
      answer.statusCode,
      joinHeaders(answer.headers),
      Buffer.from(await answer.body.arrayBuffer()),
    );
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  head(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('HEAD', path, { headers });
  }

  post(path: string, sending?: Sending): Promise<Answer> {
    return this.send('POST', path, sending);
  }

  patch(path: string, sending?: Sending): Promise<Answer> {
    return this.send('PATCH', path, sending);
  }

  put(path: string, sending?: Sending): Promise<Answer> {
    return this.send('PUT', path, sending);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, { headers });
  }

  /** Ends every connection, also those under way. */
  close(): Promise<void> {
    return this.pool.destroy();
  }
}
