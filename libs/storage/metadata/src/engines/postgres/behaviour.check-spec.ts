import { describeDamagedBlobs } from '../../testing/contract/damaged-blobs.contract.js';
import { describeCollectLink } from '../../testing/contract/collect-link.contract.js';
import { describeCollectManifest } from '../../testing/contract/collect-manifest.contract.js';
import { describeDeleteManifest } from '../../testing/contract/delete-manifest.contract.js';
import { describeDeleteRepository } from '../../testing/contract/delete-repository.contract.js';
import { describeLeases } from '../../testing/contract/leases.contract.js';
import { describeLinkBlob } from '../../testing/contract/link-blob.contract.js';
import { describeLinks } from '../../testing/contract/links.contract.js';
import { describeRecordManifest } from '../../testing/contract/record-manifest.contract.js';
import { describeTouchLink } from '../../testing/contract/touch-link.contract.js';
import { describeUploadEndings } from '../../testing/contract/upload-endings.contract.js';
import { describeUploads } from '../../testing/contract/uploads.contract.js';
import { describeForeignKeys } from '../../testing/contract/foreign-keys.contract.js';
import { describeFacts } from '../../testing/contract/facts.contract.js';
import { describeLists } from '../../testing/contract/lists.contract.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { postgresStores } from '../../testing/postgres-store.js';

/** What every engine promises. */
describeOnPostgres(process.env, 'a store on Postgres', (findServer) => {
  const useStore = postgresStores(findServer);
  describeLinkBlob(useStore);
  describeLinks(useStore);
  describeRecordManifest(useStore);
  describeDeleteManifest(useStore);
  describeDeleteRepository(useStore);
  describeUploads(useStore);
  describeUploadEndings(useStore);
  describeLeases(useStore);
  describeTouchLink(useStore);
  describeCollectLink(useStore);
  describeCollectManifest(useStore);
  describeLists(useStore);
  describeForeignKeys(useStore);
  describeFacts(useStore);
  describeDamagedBlobs(useStore);
});
