import { describeCollectLink } from '../testing/contract/collect-link.contract.js';
import { useStore } from '../testing/temporary-store.js';

describeCollectLink(useStore);
