import type { RuleExample } from '../rule-example.js';
import { FORM_EXAMPLES } from './form.js';
import { REFERENCE_EXAMPLES } from './references.js';
import { VALUE_EXAMPLES } from './values.js';

/** Every rule of a description, broken and kept. */
export const DESCRIPTION_EXAMPLES: readonly RuleExample[] = [
  ...FORM_EXAMPLES,
  ...REFERENCE_EXAMPLES,
  ...VALUE_EXAMPLES,
];
