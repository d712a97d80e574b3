import { readFile } from 'node:fs/promises';
import type { Key } from './key.js';

/** Environment variables as `process.env` holds them; the caller passes them in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value found in the environment and the variable that said it, or what is wrong with it. */
export type Found = { raw: string; saidBy: string } | { fault: string };

/**
 * The value of a variable, for secrets also the content of the file that `<VARIABLE>_FILE` names.
 * An empty variable counts as unset, because compose files pass empty ones on; only a list can be emptied that way.
 */
export async function findInEnvironment(
  key: Key,
  variable: string,
  environment: Environment,
): Promise<Found | undefined> {
  const text = environment[variable];
  const value = text || (key.kind === 'list' ? text : undefined);
  const path = key.secret ? environment[fileVariableOf(variable)] || undefined : undefined;
  if (path === undefined) return value === undefined ? undefined : { raw: value, saidBy: variable };
  if (value !== undefined) return { fault: `must not be set together with ${fileVariableOf(variable)}` };
  return readSecret(path, fileVariableOf(variable));
}

/** `REGISTRY_ACCESS_CLIENT_SECRET` → `REGISTRY_ACCESS_CLIENT_SECRET_FILE`. */
export function fileVariableOf(variable: string): string {
  return `${variable}_FILE`;
}

async function readSecret(path: string, variable: string): Promise<Found> {
  try {
    return { raw: (await readFile(path, 'utf8')).replace(/\r?\n$/, ''), saidBy: variable };
  } catch (cause) {
    return { fault: `the file "${path}" of ${variable} cannot be read (${(cause as Error).message})` };
  }
}
