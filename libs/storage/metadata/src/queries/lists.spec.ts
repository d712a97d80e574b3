import { useStore } from '../testing/temporary-store.js';
import { describeLists } from '../testing/contract/lists.contract.js';

describeLists(useStore);
