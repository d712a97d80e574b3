import { findInEnvironment, type Environment } from './environment.js';
import type { Key } from './key.js';
import { isMapping } from './settings-file.js';
import { variableOf } from './variable.js';
import type { Fault } from './settings-error.js';

/** Where the keys of one section, or of one structure inside a list, are looked for. */
export interface Place {
  /** Path in the file, such as `http` or `repositories[0]`; empty at the top. */
  path: string;
  /** Variable of a key, or the empty string where the environment cannot say it. */
  variable(key: string): string;
  environment: Environment;
  /** The section as the file has it. */
  file: unknown;
  /** Keys that are known here and belong to somebody else; `any` when unknown keys are not judged here. */
  others: readonly string[] | 'any';
}

/** The place of a section in environment and file. */
export function placeOf(section: string, prefix: string, environment: Environment, file: unknown): Place {
  return {
    path: section,
    variable: (key) => variableOf(prefix, section, key),
    environment,
    file,
    others: [],
  };
}

/** The place of one structure of a list: only the file has it. */
export function placeInList(path: string, index: number, file: unknown): Place {
  return { path: `${path}[${index}]`, variable: () => '', environment: {}, file, others: [] };
}

/** What was found for a key: a raw value, a fault, or nothing, and then the default stands. */
export interface Origin {
  raw?: unknown;
  fault?: string;
  /** The variable that said it, where one did. */
  saidBy?: string;
  from: Fault['from'];
}

/** Looks for a key in the environment and then in the file; `null` in the file counts as absent. */
export async function findOrigin(key: Key, place: Place): Promise<Origin> {
  const variable = variableOfKey(key, place);
  const found = variable ? await findInEnvironment(key, variable, place.environment) : undefined;
  if (found) return { ...found, from: 'environment' };
  const raw = isMapping(place.file) && Object.hasOwn(place.file, key.name) ? place.file[key.name] : undefined;
  return raw === undefined || raw === null
    ? { from: variable ? 'environment' : 'file' }
    : { raw, from: 'file' };
}

/** The variable that says a key, or the empty string. */
export function variableOfKey(key: Key, place: Place): string {
  return key.kind === 'structures' ? '' : place.variable(key.name);
}
