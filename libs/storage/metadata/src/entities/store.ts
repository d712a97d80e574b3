import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

/** One row, written at the first start: who the store is, and since when it takes no writes (null: it takes them). */
export const store = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'store',
    columns: {
      id: { ...types.text, primary: true },
      signing_key: { type: types.bytes },
      created_at: { type: types.integer },
      read_only_since: { type: types.integer, nullable: true },
      read_only_by: { ...types.text, nullable: true },
      read_only_reason: { ...types.text, nullable: true },
    },
  });

/** Since when a repository looks empty, or bytes look like nobody's. */
export const sightings = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'sightings',
    withoutRowid: types.withoutRowid,
    columns: {
      kind: { ...types.text, primary: true },
      name: { ...types.text, primary: true },
      first_seen_at: { type: types.integer },
      last_seen_at: { type: types.integer },
    },
    indices: [{ name: 'sightings_time', columns: ['kind', 'last_seen_at'] }],
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
