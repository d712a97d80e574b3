import { useStore } from '../testing/temporary-store.js';
import { describeLeases } from '../testing/contract/leases.contract.js';

describeLeases(useStore);
