import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { Client } from 'minio';
import { transportFor, type Ending } from './transport.js';

export interface ConnectionOptions {
  /** Origin of the service, such as `http://127.0.0.1:9000`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** True for `http://host/bucket`, false for `http://bucket.host`. */
  readonly pathStyle: boolean;
  /** Certificates to trust beside the usual ones, in PEM. */
  readonly ca?: string;
}

const MOST_IDLE_SOCKETS = 64;

/** The sockets to one service, and a minio client for each request: only so can a request have its own time limit. */
export class Connection {
  readonly #url: URL;
  readonly #agent: http.Agent;

  constructor(private readonly options: ConnectionOptions) {
    this.#url = new URL(options.endpoint);
    const settings = { keepAlive: true, maxFreeSockets: MOST_IDLE_SOCKETS };
    const ca = options.ca === undefined ? undefined : [...rootCertificates, options.ca];
    this.#agent = this.isEncrypted ? new https.Agent({ ...settings, ca }) : new http.Agent(settings);
  }

  get isEncrypted(): boolean {
    return this.#url.protocol === 'https:';
  }

  client(ending: Ending): Client {
    const { region, accessKey, secretKey, pathStyle } = this.options;
    return new Client({
      endPoint: this.#url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(this.#url.port),
      useSSL: this.isEncrypted,
      region,
      accessKey,
      secretKey,
      pathStyle,
      transport: transportFor(this.#url.protocol, ending),
      transportAgent: this.#agent,
      retryOptions: { disableRetry: true },
    });
  }

  /** Signs a URL for reading; sends nothing. */
  async presign(bucket: string, key: string, ttlSeconds: number): Promise<string> {
    const unlimited = { signal: new AbortController().signal, silence: 0 };
    return this.client(unlimited).presignedGetObject(bucket, key, ttlSeconds);
  }

  close(): void {
    this.#agent.destroy();
  }
}
