import { useStore } from '../testing/temporary-store.js';
import { describeLinkBlob } from '../testing/contract/link-blob.contract.js';

describeLinkBlob(useStore);
