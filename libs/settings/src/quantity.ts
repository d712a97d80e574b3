const BYTE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};
const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const AMOUNT = '[0-9]{1,15}(?:\\.[0-9]{1,6})?';
const WHOLE = '[0-9]{1,15}(?:\\.0{1,6})?';

/** What a text must look like to be a size or a time, as regular expressions of JSON Schema. */
export const BYTES_PATTERN = `^\\s*(?:${WHOLE} ?B?|${AMOUNT} ?[KMGT]iB)\\s*$`;
export const DURATION_PATTERN = `^\\s*${AMOUNT} ?(?:ms|s|m|h|d)\\s*$`;

/** `32KiB`, `1.5GiB` or a plain number of bytes → bytes, or undefined when the text is no whole number of bytes. */
export function parseBytes(text: string): number | undefined {
  return parseQuantity(text, BYTE_UNITS);
}

/** `500ms`, `10s`, `15m`, `24h`, `7d` → milliseconds, or undefined. A plain number has no unit and is refused. */
export function parseDuration(text: string): number | undefined {
  return parseQuantity(text, TIME_UNITS);
}

/** Bytes in the largest unit that needs no fraction: 32768 → `32KiB`, 1000 → `1000`. */
export function formatBytes(bytes: number): string {
  return formatQuantity(bytes, BYTE_UNITS) ?? String(bytes);
}

/** Milliseconds in the largest unit that needs no fraction, up to hours: 86400000 → `24h`, 0 → `0s`. */
export function formatDuration(milliseconds: number): string {
  const { d: _days, ...units } = TIME_UNITS;
  return formatQuantity(milliseconds, units) ?? '0s';
}

function parseQuantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (amount === undefined || factor === undefined) return undefined;
  const value = Number(amount) * factor;
  return Number.isSafeInteger(value) ? value : undefined;
}

function formatQuantity(value: number, units: Readonly<Record<string, number>>): string | undefined {
  const fitting = Object.entries(units).filter(([, factor]) => factor <= value && value % factor === 0);
  const largest = fitting.at(-1);
  return largest && `${value / largest[1]}${largest[0] === 'B' ? '' : largest[0]}`;
}
