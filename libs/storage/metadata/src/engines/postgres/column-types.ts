import type { ColumnTypes } from '../../entities/column-types.js';

/** `C` compares text byte by byte, whatever the language of the database is. */
export const postgresColumnTypes: ColumnTypes = {
  text: { type: 'text', collation: 'C' },
  integer: 'bigint',
  bytes: 'bytea',
  withoutRowid: false,
};
