import type { ReadOnlyStatus } from '../../maintenance/read-only/read-only-status.js';
import { CommandFailed } from '../command-failed.js';

export interface ModeQuestion {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly reason?: string;
  /** Of somebody who administers the registry; absent where access is open. */
  readonly token?: string;
}

/** Read-only mode of a running registry, asked for or switched. Throws {@link CommandFailed} with what it says, or that nobody answers. */
export async function askMode(url: URL, { method, reason, token }: ModeQuestion): Promise<ReadOnlyStatus> {
  const target = new URL('/api/v1/maintenance/read-only', url);
  if (reason !== undefined) target.searchParams.set('reason', reason);
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(target, { method, headers, redirect: 'error' }).catch((error: unknown) => {
    const { cause, message } = error as Error;
    const { code } = Object(cause) as NodeJS.ErrnoException;
    throw new CommandFailed(
      `No registry answers at ${url.origin} (${code ?? message}). Check the address (--url), and whether it runs.`,
      { cause: error },
    );
  });
  return read(url.origin, answer);
}

async function read(origin: string, answer: Response): Promise<ReadOnlyStatus> {
  if (answer.status === 401)
    throw new CommandFailed(`${origin} asks who you are; give the token of an administrator (--token-file).`);
  if (answer.status === 403)
    throw new CommandFailed(`${origin} refuses (403): only administrators may ask for read-only mode.`);
  const said = Object(await answer.json().catch(() => ({}))) as { readOnly?: unknown; detail?: unknown };
  if (answer.status === 200 && typeof said.readOnly === 'boolean') return said as ReadOnlyStatus;
  throw new CommandFailed(
    typeof said.detail === 'string'
      ? `${origin} answers ${answer.status}: ${said.detail}`
      : `${origin} answers ${answer.status}, which is no answer of a Margo Registry; check the address (--url).`,
  );
}
