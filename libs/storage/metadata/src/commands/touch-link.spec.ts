import { describeTouchLink } from '../testing/contract/touch-link.contract.js';
import { useStore } from '../testing/temporary-store.js';

describeTouchLink(useStore);
