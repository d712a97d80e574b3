import { describeDamagedBlobs } from '../testing/contract/damaged-blobs.contract.js';
import { useStore } from '../testing/temporary-store.js';

describeDamagedBlobs(useStore);
