import { useStore } from '../testing/temporary-store.js';
import { describeFixedVersions } from '../testing/contract/fixed-versions.contract.js';

describeFixedVersions(useStore);
