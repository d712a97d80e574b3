import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

/** Bytes that exist once. `location` null: they are in `small_blobs`. `damaged_at`: they are lost or wrong. */
export const blobs = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'blobs',
    withoutRowid: types.withoutRowid,
    columns: {
      digest: { ...types.text, primary: true },
      size: { type: types.integer },
      location: { ...types.text, nullable: true },
      damaged_at: { type: types.integer, nullable: true },
      created_at: { type: types.integer },
    },
    indices: [{ name: 'blobs_location', columns: ['location'], where: 'location IS NOT NULL' }],
  });

export const smallBlobs = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'small_blobs',
    columns: { digest: { ...types.text, primary: true }, payload: { type: types.bytes } },
    foreignKeys: [
      {
        name: 'small_blobs_blob',
        target: 'blobs',
        columnNames: ['digest'],
        referencedColumnNames: ['digest'],
        onDelete: 'CASCADE',
      },
    ],
  });

/** Who may read which bytes. */
export const repositoryBlobs = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'repository_blobs',
    withoutRowid: types.withoutRowid,
    columns: {
      repository_id: { type: types.integer, primary: true },
      digest: { ...types.text, primary: true },
      touched_at: { type: types.integer },
    },
    indices: [{ name: 'repository_blobs_digest', columns: ['digest'] }],
    foreignKeys: [
      {
        name: 'repository_blobs_repository',
        target: 'repositories',
        columnNames: ['repository_id'],
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
      },
      {
        name: 'repository_blobs_blob',
        target: 'blobs',
        columnNames: ['digest'],
        referencedColumnNames: ['digest'],
        onDelete: 'RESTRICT',
      },
    ],
  });
