import { describeCollectManifest } from '../testing/contract/collect-manifest.contract.js';
import { useStore } from '../testing/temporary-store.js';

describeCollectManifest(useStore);
