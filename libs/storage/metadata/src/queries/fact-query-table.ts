import type { Reader } from '../sql/transaction.js';
import { countBlobs, findBlobFacts, listBlobFacts, listLinkingRepositories } from './blob-facts.js';
import type { FactQueries } from './fact-queries.js';
import { listAllDoomedLocations, listUploadLocations } from './known-locations.js';
import { listManifestFacts } from './manifest-facts.js';
import { countDangling } from './dangling.js';
import { listLinkFacts, listRepositoryFacts, listTagFacts } from './repository-facts.js';

/** Every query of whole stores on one reader. */
export function factQueriesOf(reader: Reader): FactQueries {
  return {
    countBlobs: () => countBlobs(reader),
    countDangling: (repository) => countDangling(reader, repository),
    listRepositoryFacts: (page) => listRepositoryFacts(reader, page),
    listBlobFacts: (page) => listBlobFacts(reader, page),
    findBlobFacts: (digests) => findBlobFacts(reader, digests),
    listLinkFacts: (repository, page) => listLinkFacts(reader, repository, page),
    listManifestFacts: (repository, page) => listManifestFacts(reader, repository, page),
    listTagFacts: (repository, page) => listTagFacts(reader, repository, page),
    listLinkingRepositories: (digest, limit) => listLinkingRepositories(reader, digest, limit),
    listUploadLocations: (page) => listUploadLocations(reader, page),
    listAllDoomedLocations: (page) => listAllDoomedLocations(reader, page),
  };
}
