import type { EntitySchema } from 'typeorm';
import { blobs, repositoryBlobs, smallBlobs } from './blobs.js';
import type { ColumnTypes } from './column-types.js';
import { manifestReferences, manifests, tags } from './manifests.js';
import { packageWords, packages, reports } from './packages.js';
import { repositories } from './repositories.js';
import { leases, sightings, store } from './store.js';
import { doomedLocations, uploads } from './uploads.js';

const ALL = [
  store,
  leases,
  repositories,
  blobs,
  smallBlobs,
  repositoryBlobs,
  manifests,
  manifestReferences,
  tags,
  uploads,
  doomedLocations,
  sightings,
  reports,
  packages,
  packageWords,
];

/** Every table, in the words of one engine. Migrations make the tables; a test holds both against each other. */
export function entities(types: ColumnTypes): EntitySchema[] {
  return ALL.map((define) => define(types));
}
