import { useStore } from '../testing/temporary-store.js';
import { describeLinks } from '../testing/contract/links.contract.js';

describeLinks(useStore);
