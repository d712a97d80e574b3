import { parseDuration } from '@margo-registry/settings';

/**
 * A moment as people write it: seconds since 1970, an RFC 3339 text, `now`, or a distance from the issuer's clock such
 * as `+15m` and `-1h`.
 */
export type Moment = number | string;

/** A length of time: seconds, or a text such as `90s`, `15m`, `24h`; negative with a minus in front. */
export type Span = number | string;

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
/** The years 1 to 9999, which every date library can show. */
const [EARLIEST, LATEST] = [-62_135_596_800, 253_402_300_799];

/** Seconds since 1970, or undefined where it is no moment. @param now the issuer's clock, in seconds since 1970 */
export function parseMoment(moment: unknown, now: number): number | undefined {
  const seconds = typeof moment === 'string' ? parseText(moment.trim(), now) : moment;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return undefined;
  return seconds < EARLIEST || seconds > LATEST ? undefined : Math.floor(seconds);
}

/** Seconds, with fractions where the text has them; undefined where it is no length of time. */
export function parseSpan(span: unknown): number | undefined {
  if (typeof span === 'number') return Number.isFinite(span) ? span : undefined;
  if (typeof span !== 'string') return undefined;
  const [, sign, amount = ''] = /^([+-]?)(.*)$/.exec(span.trim()) ?? [];
  const milliseconds = parseDuration(amount);
  if (milliseconds === undefined) return undefined;
  return ((sign === '-' ? -1 : 1) * milliseconds) / 1000;
}

function parseText(text: string, now: number): number | undefined {
  if (text === 'now') return now;
  if (RFC_3339.test(text)) return Date.parse(text) / 1000;
  const span = /^[+-]/.test(text) ? parseSpan(text) : undefined;
  return span === undefined ? undefined : now + span;
}
