import type { IncomingMessage } from 'node:http';
import type { RegistrySettings } from '../settings.js';

const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?$/i;
const TOKEN_PATH = '/token';

/** Where clients fetch tokens: always absolute, and never what a foreign `Host` says (AUTH-02, AUTH-17). */
export class Realm {
  private readonly fixed: string | undefined;
  private readonly scheme: string;

  constructor({ http, access }: RegistrySettings) {
    this.scheme = http.tlsCert === undefined ? 'http' : 'https';
    this.fixed = access.realm ?? (http.publicUrl && `${http.publicUrl.replace(/\/$/, '')}${TOKEN_PATH}`);
  }

  /** On loopback, under the name by which the client knows the registry. */
  urlFor({ headers, socket }: IncomingMessage): string {
    if (this.fixed !== undefined) return this.fixed;
    const port = socket.localPort ?? 0;
    const own = OWN_NAMES.exec(headers.host ?? '');
    const isOwn = own !== null && Number(own[2] ?? (this.scheme === 'http' ? 80 : 443)) === port;
    return `${this.scheme}://${isOwn ? headers.host : `127.0.0.1:${port}`}${TOKEN_PATH}`;
  }
}
