import { CommandFailed } from '../command-failed.js';
import type { BackupSession, BackupSource } from './backup-source.js';

const PATH = '/api/v1/maintenance/backups';

/** A running registry, asked by its own API. Throws {@link CommandFailed} with what it says, or that nobody answers. */
export class RegistrySource implements BackupSource {
  constructor(
    private readonly url: URL,
    /** Of somebody who administers the registry; absent where access is open. */
    private readonly token?: string,
  ) {}

  async begin(): Promise<BackupSession | undefined> {
    const answer = await this.ask('POST', '');
    if (answer.status === 409) return undefined;
    const { id } = (await (await this.expect(answer, 200)).json()) as { id?: unknown };
    if (typeof id !== 'string') throw this.stranger(200);
    return {
      renew: async () => void (await this.expect(await this.ask('PUT', `/${id}`), 204)),
      facts: () => this.stream(`/${id}/facts`),
      bytes: (place) => this.bytes(`/${id}/bytes/${place}`),
      end: async () => void (await this.ask('DELETE', `/${id}`)),
    };
  }

  private async *stream(path: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.expect(await this.ask('GET', path), 200);
    yield* this.chunks(body);
  }

  private async bytes(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const answer = await this.ask('GET', path);
    if (answer.status !== 404) return this.chunks((await this.expect(answer, 200)).body);
    await answer.body?.cancel();
    return undefined;
  }

  private async *chunks(body: Response['body']): AsyncGenerator<Uint8Array> {
    try {
      if (body !== null) yield* body;
    } catch (cause) {
      throw new CommandFailed(
        `${this.url.origin} broke off in the middle; run the backup again, what is here already is not copied twice.`,
        { cause },
      );
    }
  }

  private async ask(method: string, path: string): Promise<Response> {
    const headers: Record<string, string> =
      this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    try {
      return await fetch(new URL(PATH + path, this.url), { method, headers, redirect: 'error' });
    } catch (error) {
      const { cause, message } = error as Error;
      const { code } = Object(cause) as NodeJS.ErrnoException;
      throw new CommandFailed(
        `No registry answers at ${this.url.origin} (${code ?? message}). Check the address (--url), and whether it runs.`,
        { cause: error },
      );
    }
  }

  private async expect(answer: Response, status: number): Promise<Response> {
    if (answer.status === status) return answer;
    const { origin } = this.url;
    if (answer.status === 401)
      throw new CommandFailed(
        `${origin} asks who you are; give the token of an administrator (--token-file).`,
      );
    if (answer.status === 403)
      throw new CommandFailed(`${origin} refuses (403): only administrators may make a backup.`);
    const { detail } = Object(await answer.json().catch(() => ({}))) as { detail?: unknown };
    throw typeof detail === 'string'
      ? new CommandFailed(`${origin} answers ${answer.status}: ${detail}`)
      : this.stranger(answer.status);
  }

  private stranger(status: number): CommandFailed {
    return new CommandFailed(
      `${this.url.origin} answers ${status}, which is no answer of a Margo Registry that can be backed up; check the address (--url).`,
    );
  }
}
