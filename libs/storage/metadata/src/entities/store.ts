import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

/** One row, written at the first start. */
export const store = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'store',
    columns: {
      id: { ...types.text, primary: true },
      signing_key: { type: types.bytes },
      created_at: { type: types.integer },
    },
  });

/** One holder at a time of a piece of work, until `expires_at`. */
export const leases = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'leases',
    withoutRowid: types.withoutRowid,
    columns: {
      name: { ...types.text, primary: true },
      holder: { ...types.text },
      expires_at: { type: types.integer },
    },
  });
