import { useStore } from '../testing/temporary-store.js';
import { describeUploads } from '../testing/contract/uploads.contract.js';

describeUploads(useStore);
