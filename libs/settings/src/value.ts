import type { Key, KeyKind } from './key.js';
import { parseBytes, parseDuration } from './quantity.js';

/** Result of reading one raw value: the typed value, or `undefined` where the value is not of the key's kind. */
type Read = (raw: unknown, key: Key) => unknown;

const WORDS_OF_TRUTH = new Map([
  ['true', true],
  ['false', false],
]);

const READERS: Readonly<Record<Exclude<KeyKind, 'structures'>, Read>> = {
  text: (raw) => (typeof raw === 'string' ? raw : undefined),
  number: (raw) => (typeof raw === 'string' ? numberOf(raw) : isFinite(raw) ? raw : undefined),
  boolean: (raw) =>
    typeof raw === 'boolean' ? raw : typeof raw === 'string' ? WORDS_OF_TRUTH.get(raw) : undefined,
  bytes: (raw, key) => wordOf(raw, key) ?? (isText(raw) ? parseBytes(String(raw)) : undefined),
  duration: (raw, key) => wordOf(raw, key) ?? (typeof raw === 'string' ? parseDuration(raw) : undefined),
  list: (raw) => (typeof raw === 'string' ? itemsOf(raw) : isListOfText(raw) ? raw : undefined),
};

/** A value as it stands in the environment (text) or in the file (text, number, boolean, list) → the key's own kind. */
export function readValue(raw: unknown, key: Key): unknown {
  return key.kind === 'structures' ? undefined : (key.transform?.(raw) ?? READERS[key.kind](raw, key));
}

const isFinite = (raw: unknown): raw is number => typeof raw === 'number' && Number.isFinite(raw);

const isText = (raw: unknown): boolean => typeof raw === 'string' || typeof raw === 'number';

const isListOfText = (raw: unknown): boolean =>
  Array.isArray(raw) && raw.every((item) => typeof item === 'string');

const itemsOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

// YAML 1.1 habits write `off` for false; this parser keeps it text, a real `false` is taken for the word as well.
const wordOf = (raw: unknown, key: Key): string | undefined =>
  key.words.find((word) => word === raw || (word === 'off' && raw === false));

function numberOf(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
