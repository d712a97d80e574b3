import { quote } from './quote.js';
import type { Violations } from './violations.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** NUL and half surrogate pairs, which are legal in JSON and which databases refuse. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent, null and the empty text are the same to clients written in Go. */
export function readOptionalText(value: unknown, path: string, violations: Violations): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return readText(value, path, violations);
}

export function readText(value: unknown, path: string, violations: Violations): string | undefined {
  if (typeof value !== 'string' || value === '') {
    violations.add(path, value === undefined ? 'is missing' : 'must be a text that is not empty');
    return undefined;
  }
  if (!UNSTORABLE.test(value)) return value;
  violations.add(path, 'contains NUL or half a surrogate pair; remove it');
  return undefined;
}

/** `annotations` of image-spec: texts by name. */
export function readAnnotations(
  value: unknown,
  path: string,
  violations: Violations,
): Readonly<Record<string, string>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) {
    violations.add(path, 'must be an object of texts');
    return undefined;
  }
  for (const [key, text] of Object.entries(value)) checkAnnotation([key, text], path, violations);
  return value as Readonly<Record<string, string>>;
}

function checkAnnotation([key, value]: [string, unknown], path: string, violations: Violations): void {
  if (typeof value !== 'string') violations.add(`${path}[${quote(key)}]`, 'must be a text');
  else if (UNSTORABLE.test(value) || UNSTORABLE.test(key)) {
    violations.add(`${path}[${quote(key)}]`, 'contains NUL or half a surrogate pair; remove it');
  }
}
