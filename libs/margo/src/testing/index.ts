/** For specs, tools and documentation: valid descriptions, and every rule broken and kept. */
export { DESCRIPTION_EXAMPLES } from './examples/description-examples.js';
export { VALID_DESCRIPTIONS, columnOf, replacePart, type RuleExample } from './rule-example.js';
export { listMutants, type Mutant } from './mutants.js';
export { STILL_VALID, type StillValid } from './still-valid.js';
