import type { ValidationError } from 'class-validator';
import { expectationOf, isSpoken } from './expectation.js';
import type { Key } from './key.js';

const LONGEST_SHOWN = 80;

/** `must be a whole number between 0 and 65535 (got "abc")`; the value of a secret is never shown. */
export function mustBe(key: Key, raw: unknown): string {
  return `must be ${expectationOf(key)}${shown(key, raw)}`;
}

/** What class-validator found, in our words where we have them, else in its own. */
export function sentenceOf(key: Key, { constraints = {}, value }: ValidationError, raw: unknown): string {
  if (value === undefined || value === null) return `is missing, must be ${expectationOf(key)}`;
  const got = raw ?? value;
  if (isSpoken(key, Object.keys(constraints))) return mustBe(key, got);
  if (key.secret) return 'is not valid';
  const messages = Object.values(constraints).map((message) =>
    message.startsWith(`${key.name} `) ? message.slice(key.name.length + 1) : message,
  );
  return `${messages.join(' and ')}${shown(key, got)}`;
}

function shown(key: Key, raw: unknown): string {
  if (key.secret) return '';
  const text = JSON.stringify(raw) ?? String(raw);
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return ` (got ${cut}${isServiceLink(raw) ? '; Kubernetes sets it for a service of that name, see enableServiceLinks' : ''})`;
}

const isServiceLink = (raw: unknown): boolean => typeof raw === 'string' && raw.startsWith('tcp://');
