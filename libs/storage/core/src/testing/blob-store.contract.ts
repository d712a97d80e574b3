import { abortedContract } from './aborted.contract.js';
import { appendContract } from './append.contract.js';
import { cancelContract } from './cancel.contract.js';
import { closedContract, unavailableContract } from './closed.contract.js';
import { concurrentContract } from './concurrent.contract.js';
import { Contract, type ContractOptions } from './contract.js';
import { deleteContract } from './delete.contract.js';
import { finishContract } from './finish.contract.js';
import { hostileContract } from './hostile.contract.js';
import { interruptedContract } from './interrupted.contract.js';
import { listContract } from './list.contract.js';
import { markContract } from './mark.contract.js';
import { openContract } from './open.contract.js';
import { sizesContract } from './sizes.contract.js';

const GROUPS: Record<string, (contract: Contract) => void> = {
  append: appendContract,
  'an interrupted append': interruptedContract,
  'callers at once': concurrentContract,
  finish: finishContract,
  cancel: cancelContract,
  open: openContract,
  delete: deleteContract,
  list: listContract,
  'mark and ping': markContract,
  'aborted signals': abortedContract,
  'awkward sizes': sizesContract,
  'hostile locations': hostileContract,
  'a closed store': closedContract,
};

/**
 * Registers the promises of the blob store port as tests of the caller's runner.
 * Throws, so that the run fails, where a deviation names no test.
 */
export function blobStoreContract(name: string, options: ContractOptions): void {
  options.runner.describe(`blob store contract: ${name}`, () => {
    const contract = new Contract(options);
    for (const [group, register] of Object.entries(GROUPS))
      options.runner.describe(group, () => register(contract));
    if (options.unavailable)
      options.runner.describe('an unavailable backend', () => unavailableContract(contract));
    contract.checkDeviations();
  });
}
