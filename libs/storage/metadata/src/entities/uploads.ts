import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

/** Uploads that left bytes behind, were claimed or have ended. `repository` is a name: the repository may not exist yet. */
export const uploads = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'uploads',
    columns: {
      id: { ...types.text, primary: true },
      repository: { ...types.text },
      caller: { ...types.text, nullable: true },
      status: { ...types.text },
      size: { type: types.integer },
      digest: { ...types.text, nullable: true },
      fence: { type: types.integer },
      lease_until: { type: types.integer },
      touched_at: { type: types.integer },
      state: { ...types.text, nullable: true },
      bytes: { type: types.bytes, nullable: true },
    },
    indices: [
      { name: 'uploads_status', columns: ['status', 'touched_at'] },
      { name: 'uploads_caller', columns: ['caller', 'status'] },
      { name: 'uploads_repository', columns: ['repository', 'status'] },
    ],
  });

/** Bytes to delete; written in the transaction that dropped the facts about them. */
export const doomedLocations = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'doomed_locations',
    withoutRowid: types.withoutRowid,
    columns: { location: { ...types.text, primary: true }, doomed_at: { type: types.integer } },
    indices: [{ name: 'doomed_locations_time', columns: ['doomed_at', 'location'] }],
  });
