import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

const toManifest = (name: string) => ({
  name,
  target: 'manifests',
  columnNames: ['repository_id', 'manifest_digest'],
  referencedColumnNames: ['repository_id', 'digest'],
  onDelete: 'CASCADE' as const,
});

/** What was found when a manifest was checked against a profile: `findings` is JSON. */
export const reports = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'reports',
    withoutRowid: types.withoutRowid,
    columns: {
      repository_id: { type: types.integer, primary: true },
      manifest_digest: { ...types.text, primary: true },
      profile: { ...types.text, primary: true },
      level: { ...types.text },
      findings: { ...types.text },
      checked_at: { type: types.integer },
    },
    foreignKeys: [toManifest('reports_manifest')],
  });

/**
 * One version of an application, read from its description (`description` is JSON). The repository's name stands here once more,
 * so that one index has the applications in the order of the catalogue; a repository never changes its name.
 */
export const packages = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'packages',
    columns: {
      repository_id: { type: types.integer, primary: true },
      manifest_digest: { ...types.text, primary: true },
      repository: { ...types.text },
      profile: { ...types.text },
      application_id: { ...types.text },
      name: { ...types.text },
      version: { ...types.text },
      version_tag: { ...types.text },
      version_order: { ...types.text },
      is_release: { type: types.integer },
      conforms: { type: types.integer },
      tagline: { ...types.text, nullable: true },
      search_text: { ...types.text },
      description: { ...types.text },
    },
    indices: [
      {
        name: 'packages_application',
        columns: ['repository', 'application_id', 'is_release', 'version_order', 'manifest_digest'],
      },
    ],
    foreignKeys: [toManifest('packages_manifest')],
  });

/** Words by which packages are looked for: organisations, tags, deployment types, architectures, in lower case. */
export const packageWords = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'package_words',
    withoutRowid: types.withoutRowid,
    columns: {
      repository_id: { type: types.integer, primary: true },
      manifest_digest: { ...types.text, primary: true },
      kind: { ...types.text, primary: true },
      word: { ...types.text, primary: true },
    },
    foreignKeys: [
      {
        name: 'package_words_package',
        target: 'packages',
        columnNames: ['repository_id', 'manifest_digest'],
        referencedColumnNames: ['repository_id', 'manifest_digest'],
        onDelete: 'CASCADE',
      },
    ],
  });
