import { setTimeout as sleep } from 'node:timers/promises';

/** What went wrong for good: the operator has to look. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

interface Options {
  readonly issuer: string;
  readonly secret: string;
  /** Milliseconds that an answer may take. */
  readonly patience?: number;
  readonly now?: () => number;
}

/** The part of a WFM that fetches tokens, as the guide `test-a-wfm.md` wants it. */
export class FleetClient {
  private held: { token: string; expiresAt: number } | undefined;
  private pending: Promise<string> | undefined;

  constructor(private readonly options: Options) {}

  /** A token with at least 30 seconds to live; one request, however many ask at once. */
  token(): Promise<string> {
    const now = this.options.now?.() ?? Date.now() / 1000;
    if (this.held && this.held.expiresAt - now > 30) return Promise.resolve(this.held.token);
    this.pending ??= this.fetchWithPatience(now).finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async fetchWithPatience(now: number): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.fetch(now);
      } catch (error) {
        if (error instanceof LoginRefused || attempt === 5) throw error;
        await sleep((error as { retryAfter?: number }).retryAfter ?? 10);
      }
    }
  }

  private async fetch(now: number): Promise<string> {
    const { issuer, secret, patience = 500 } = this.options;
    const answer = await fetch(`${issuer}/oauth/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`wfm:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(patience),
    });
    if (answer.status === 400 || answer.status === 401) throw new LoginRefused(await answer.text());
    if (!answer.ok) {
      const retryAfter = Number(answer.headers.get('retry-after') ?? 0) * 1000;
      throw Object.assign(new Error(`status ${answer.status}`), { retryAfter });
    }
    const { access_token, expires_in } = (await answer.json()) as {
      access_token?: string;
      expires_in?: number;
    };
    if (!access_token || !expires_in) throw new Error('the answer holds no token');
    this.held = { token: access_token, expiresAt: now + expires_in };
    return access_token;
  }
}
