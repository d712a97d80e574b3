import { CommandFailed } from './command-failed.js';

/** POST to a mock that runs; the answer's JSON. @throws CommandFailed where it does not answer or refuses */
export async function postTo(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method: 'POST', ...init }).catch(() => {
    throw new CommandFailed(`Nothing answers at ${url}. Start the mock, or name it with --url.`);
  });
  const text = await answer.text();
  if (!answer.ok) throw new CommandFailed(`${url} refuses with ${answer.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
