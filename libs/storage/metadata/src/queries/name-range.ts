import { compareBytes } from '@margo-registry/oci';
import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

/** Repositories by their names: one, or all that begin with a prefix; the empty prefix is all of them. */
export type NameRange = { readonly name: string } | { readonly prefix: string };

/** Ranges that one statement can look up: names that follow each other, or a prefix. */
type Look = { readonly names: readonly string[] } | { readonly prefix: string };

const NAMES_AT_ONCE = 500;

/** Behind every name, because names are ASCII. */
const LAST = '\u{10FFFF}';

/** The first text in byte order that no longer begins with the prefix. */
export function endOf(prefix: string): string {
  if (prefix === '') return LAST;
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** Names behind `after` that lie within the ranges, in byte order; the work is that of the page, not of the table. */
export async function namesWithin(
  reader: Reader,
  { after, limit }: { readonly after: string; readonly limit: number },
  ranges: readonly NameRange[],
): Promise<string[]> {
  const found: string[] = [];
  for (const look of looksOf(ranges.filter((range) => reachesBehind(range, after)))) {
    if (found.length >= limit) break;
    found.push(...(await namesOf(reader, look, { after, limit: limit - found.length })));
  }
  return found;
}

function reachesBehind(range: NameRange, after: string): boolean {
  return compareBytes('name' in range ? range.name : endOf(range.prefix), after) > 0;
}

/** In the same order. */
export function looksOf(ranges: readonly NameRange[]): Look[] {
  const looks: ({ names: string[] } | { prefix: string })[] = [];
  for (const range of ranges) {
    const last = looks.at(-1);
    if ('prefix' in range) looks.push({ prefix: range.prefix });
    else if (last && 'names' in last && last.names.length < NAMES_AT_ONCE) last.names.push(range.name);
    else looks.push({ names: [range.name] });
  }
  return looks;
}

async function namesOf(
  reader: Reader,
  look: Look,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  if ('names' in look) {
    const known = await reader.all<{ name: string }>(
      sql`SELECT name FROM repositories WHERE name ${anyOf(look.names)}`,
    );
    return known
      .map(({ name }) => name)
      .sort(compareBytes)
      .slice(0, limit);
  }
  const { prefix } = look;
  const from = compareBytes(after, prefix) >= 0 ? after : prefix;
  const known = await reader.all<{ name: string }>(sql`
    SELECT name FROM repositories WHERE name > ${from} AND name < ${endOf(prefix)} ORDER BY name LIMIT ${limit}`);
  return known.map(({ name }) => name);
}
