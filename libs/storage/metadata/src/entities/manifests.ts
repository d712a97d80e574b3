import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

export const manifests = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'manifests',
    columns: {
      repository_id: { type: types.integer, primary: true },
      digest: { ...types.text, primary: true },
      media_type: { ...types.text },
      artifact_type: { ...types.text, nullable: true },
      subject_digest: { ...types.text, nullable: true },
      size: { type: types.integer },
      annotations: { ...types.text, nullable: true },
      pushed_at: { type: types.integer },
      pushed_by: { ...types.text, nullable: true },
      touched_at: { type: types.integer },
      payload: { type: types.bytes },
    },
    indices: [
      {
        name: 'manifests_subject',
        columns: ['repository_id', 'subject_digest', 'digest'],
        where: 'subject_digest IS NOT NULL',
      },
    ],
    foreignKeys: [
      {
        name: 'manifests_repository',
        target: 'repositories',
        columnNames: ['repository_id'],
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
      },
    ],
  });

/** What a manifest holds. `blob` or `child` repeats `digest` once that is here; both null: accepted while absent. */
export const manifestReferences = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'manifest_refs',
    withoutRowid: types.withoutRowid,
    columns: {
      repository_id: { type: types.integer, primary: true },
      manifest_digest: { ...types.text, primary: true },
      position: { type: types.integer, primary: true },
      digest: { ...types.text },
      kind: { ...types.text },
      blob: { ...types.text, nullable: true },
      child: { ...types.text, nullable: true },
    },
    indices: [
      {
        name: 'manifest_refs_waiting',
        columns: ['repository_id', 'digest'],
        where: 'blob IS NULL AND child IS NULL',
      },
      { name: 'manifest_refs_blob', columns: ['repository_id', 'blob'], where: 'blob IS NOT NULL' },
      { name: 'manifest_refs_child', columns: ['repository_id', 'child'], where: 'child IS NOT NULL' },
    ],
    foreignKeys: [
      {
        name: 'manifest_refs_manifest',
        target: 'manifests',
        columnNames: ['repository_id', 'manifest_digest'],
        referencedColumnNames: ['repository_id', 'digest'],
        onDelete: 'CASCADE',
      },
      {
        name: 'manifest_refs_link',
        target: 'repository_blobs',
        columnNames: ['repository_id', 'blob'],
        referencedColumnNames: ['repository_id', 'digest'],
        onDelete: 'RESTRICT',
      },
      {
        name: 'manifest_refs_to_child',
        target: 'manifests',
        columnNames: ['repository_id', 'child'],
        referencedColumnNames: ['repository_id', 'digest'],
        onDelete: 'RESTRICT',
      },
    ],
  });

export const tags = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'tags',
    withoutRowid: types.withoutRowid,
    columns: {
      repository_id: { type: types.integer, primary: true },
      name: { ...types.text, primary: true },
      manifest_digest: { ...types.text },
      updated_at: { type: types.integer },
    },
    indices: [{ name: 'tags_manifest', columns: ['repository_id', 'manifest_digest'] }],
    foreignKeys: [
      {
        name: 'tags_to_manifest',
        target: 'manifests',
        columnNames: ['repository_id', 'manifest_digest'],
        referencedColumnNames: ['repository_id', 'digest'],
        onDelete: 'CASCADE',
      },
    ],
  });
