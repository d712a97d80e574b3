import { useStore } from '../testing/temporary-store.js';
import { describePackages } from '../testing/contract/packages.contract.js';

describePackages(useStore);
