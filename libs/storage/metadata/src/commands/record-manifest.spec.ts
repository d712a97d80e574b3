import { useStore } from '../testing/temporary-store.js';
import { describeRecordManifest } from '../testing/contract/record-manifest.contract.js';

describeRecordManifest(useStore);
