import { CheckFailed } from '../check-failed.js';
import { parseChallenge, type Challenge } from './challenge.js';
import type { Credentials } from './credentials.js';

/** Answers the challenges of one registry, and keeps what it was given for the next request. */
export class Authorization {
  private header: string | undefined;

  constructor(
    private readonly credentials: Credentials,
    private readonly plainHttp: boolean,
  ) {
    if (credentials.kind === 'token') this.header = `Bearer ${credentials.value}`;
  }

  headers(): Record<string, string> {
    return this.header === undefined ? {} : { authorization: this.header };
  }

  /** Whether a 401 could be answered, so that the request is worth repeating. Throws `CheckFailed` where the token service refuses. */
  async answer(response: Response): Promise<boolean> {
    const challenge = parseChallenge(response.headers.get('www-authenticate'));
    const before = this.header;
    if (challenge === undefined || this.credentials.kind === 'token') return false;
    if (challenge.scheme === 'basic' && this.credentials.kind === 'basic')
      this.header = `Basic ${this.credentials.value}`;
    if (challenge.scheme === 'bearer') this.header = `Bearer ${await this.fetchToken(challenge)}`;
    return this.header !== before;
  }

  private async fetchToken({ parameters }: Challenge): Promise<string> {
    const realm = this.realmOf(parameters.get('realm'));
    for (const name of ['service', 'scope']) {
      const value = parameters.get(name);
      if (value !== undefined) realm.searchParams.set(name, value);
    }
    const headers =
      this.credentials.kind === 'basic' ? { authorization: `Basic ${this.credentials.value}` } : undefined;
    const response = await fetch(realm, { headers }).catch((error: Error) => {
      throw new CheckFailed(`The token service ${realm.origin} cannot be reached: ${error.message}.`);
    });
    if (!response.ok)
      throw new CheckFailed(
        `The token service ${realm.origin} answered ${response.status}; check user and password.`,
      );
    const answer = (await response.json()) as { token?: unknown; access_token?: unknown };
    const token = answer.token ?? answer.access_token;
    if (typeof token === 'string') return token;
    throw new CheckFailed(`The token service ${realm.origin} answered without a token.`);
  }

  /** Credentials go over plain HTTP only where that was asked for. */
  private realmOf(realm: string | undefined): URL {
    if (realm === undefined || !URL.canParse(realm))
      throw new CheckFailed('The registry asks for a token, but does not say where it is given.');
    const url = new URL(realm);
    if (url.protocol === 'https:' || (url.protocol === 'http:' && this.plainHttp)) return url;
    throw new CheckFailed(
      `The registry sends credentials to ${url.origin}, which is not HTTPS; allow it by --plain-http.`,
    );
  }
}
