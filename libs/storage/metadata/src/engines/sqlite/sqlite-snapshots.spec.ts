import { describeSnapshots } from '../../testing/contract/snapshot.contract.js';
import { useStore } from '../../testing/temporary-store.js';

describeSnapshots(useStore);
