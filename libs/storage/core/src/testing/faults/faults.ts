import type { Fault } from './fault.js';
import { FINISHING_FAULTS } from './finishing-faults.js';
import { KEEPING_FAULTS } from './keeping-faults.js';
import { READING_FAULTS } from './reading-faults.js';
import { WRITING_FAULTS } from './writing-faults.js';

/** Every store that is broken on purpose. */
export const FAULTS: readonly Fault[] = [
  ...WRITING_FAULTS,
  ...FINISHING_FAULTS,
  ...READING_FAULTS,
  ...KEEPING_FAULTS,
];
