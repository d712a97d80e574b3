import { useStore } from '../testing/temporary-store.js';
import { describeForeignKeys } from '../testing/contract/foreign-keys.contract.js';

describeForeignKeys(useStore);
