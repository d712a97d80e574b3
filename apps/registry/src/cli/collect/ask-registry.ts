import type { CollectionReport } from '../../maintenance/collection-report.js';
import { CommandFailed } from '../command-failed.js';
import { post, type PostAnswer } from './post-request.js';

export interface Question {
  readonly url: URL;
  readonly dryRun: boolean;
  /** Of somebody who administers the registry; absent where access is open. */
  readonly token?: string;
}

/** Has a running registry collect. Throws {@link CommandFailed} with what it says, or that nobody answers there. */
export async function askRegistry({ url, dryRun, token }: Question): Promise<CollectionReport> {
  const target = new URL(`/api/v1/maintenance/collect?dryRun=${dryRun}`, url);
  let answer: PostAnswer;
  try {
    answer = await post(target, token);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailed(
      `No registry answers at ${url.origin} (${code ?? message}). Check the address (--url), and whether it runs.`,
      { cause: error },
    );
  }
  if (answer.status === 200) return readReport(answer.text, url);
  throw new CommandFailed(refusalOf(answer, url));
}

function refusalOf({ status, text }: PostAnswer, { origin }: URL): string {
  if (status === 401) return `${origin} asks who you are; give the token of an administrator (--token-file).`;
  if (status === 403) return `${origin} refuses (403): only administrators may collect.`;
  const { detail } = parseObject(text) as { detail?: unknown };
  return typeof detail === 'string'
    ? `${origin} answers ${status}: ${detail}`
    : `${origin} answers ${status}, which is no answer of a Margo Registry; check the address (--url).`;
}

function readReport(text: string, { origin }: URL): CollectionReport {
  const report = parseObject(text) as Partial<CollectionReport>;
  if (report.totals !== undefined && Array.isArray(report.collected)) return report as CollectionReport;
  throw new CommandFailed(
    `${origin} is no Margo Registry, or one of another version; check the address (--url).`,
  );
}

function parseObject(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
