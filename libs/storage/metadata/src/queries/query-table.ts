import type { Reader } from '../sql/transaction.js';
import { findBlob, findBlobs } from './blobs.js';
import { factQueriesOf } from './fact-query-table.js';
import {
  countDoomedLocations,
  listBlobCandidates,
  listLinkCandidates,
  listManifestCandidates,
  listRepositoryCandidates,
} from './collection.js';
import { listUnknownLocations } from './locations.js';
import { findManifest } from './manifests.js';
import { listApplications } from './applications.js';
import { findPackage, findReport } from './packages.js';
import type { Queries } from './queries.js';
import { findReadOnly } from './read-only.js';
import { listReferrers } from './referrers.js';
import { findRepositoryRow, hasRepository, listRepositories, listRepositoryRows } from './repositories.js';
import { listTags, listTagsOf } from './tags.js';
import { countOpenUploads, findUpload, listDoomedLocations, listExpiredUploads } from './uploads.js';

/** Every query on one reader. */
export function queriesOf(reader: Reader): Queries {
  return {
    ...factQueriesOf(reader),
    findManifest: (repository, reference) => findManifest(reader, repository, reference),
    findBlob: (repository, digest) => findBlob(reader, repository, digest),
    findBlobs: (repository, digests) => findBlobs(reader, repository, digests),
    hasRepository: (repository) => hasRepository(reader, repository),
    listTagsOf: (repository, digest) => listTagsOf(reader, repository, digest),
    listTags: (repository, page) => listTags(reader, repository, page),
    listRepositories: (page, within) => listRepositories(reader, page, within),
    listRepositoryRows: (page, within) => listRepositoryRows(reader, page, within),
    findRepositoryRow: (repository) => findRepositoryRow(reader, repository),
    listReferrers: (repository, subject, artifactTypes, page) =>
      listReferrers(reader, { repository, subject, artifactTypes }, page),
    findUpload: (id) => findUpload(reader, id),
    listExpiredUploads: (before, now, limit) => listExpiredUploads(reader, before, now, limit),
    countOpenUploads: () => countOpenUploads(reader),
    listDoomedLocations: (before, limit) => listDoomedLocations(reader, before, limit),
    listLinkCandidates: (page) => listLinkCandidates(reader, page),
    listManifestCandidates: (page) => listManifestCandidates(reader, page),
    listBlobCandidates: (page) => listBlobCandidates(reader, page),
    listRepositoryCandidates: (page) => listRepositoryCandidates(reader, page),
    listUnknownLocations: (locations) => listUnknownLocations(reader, locations),
    listApplications: (request) => listApplications(reader, request),
    findPackage: (repository, digest) => findPackage(reader, repository, digest),
    findReport: (repository, digest) => findReport(reader, repository, digest),
    countDoomedLocations: () => countDoomedLocations(reader),
    findReadOnly: () => findReadOnly(reader),
  };
}
