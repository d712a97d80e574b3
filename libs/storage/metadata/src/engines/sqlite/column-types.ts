import type { ColumnTypes } from '../../entities/column-types.js';

/** SQLite compares text byte by byte (BINARY) unless told otherwise. */
export const sqliteColumnTypes: ColumnTypes = {
  text: { type: 'text' },
  integer: 'integer',
  bytes: 'blob',
  withoutRowid: true,
};
