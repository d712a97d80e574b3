import { useStore } from '../testing/temporary-store.js';
import { describeDeleteRepository } from '../testing/contract/delete-repository.contract.js';

describeDeleteRepository(useStore);
