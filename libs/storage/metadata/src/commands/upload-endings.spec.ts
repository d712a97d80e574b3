import { useStore } from '../testing/temporary-store.js';
import { describeUploadEndings } from '../testing/contract/upload-endings.contract.js';

describeUploadEndings(useStore);
