import type { Page } from './queries.js';

/** A page out of `limit + 1` rows: the last one only tells that something follows. */
export function toPage<Row, T>(found: readonly Row[], limit: number, convert: (row: Row) => T): Page<T> {
  return { items: found.slice(0, limit).map(convert), more: found.length > limit };
}
