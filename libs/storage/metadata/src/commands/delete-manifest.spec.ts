import { useStore } from '../testing/temporary-store.js';
import { describeDeleteManifest } from '../testing/contract/delete-manifest.contract.js';

describeDeleteManifest(useStore);
