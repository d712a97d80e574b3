import { COMPONENT_RULES } from './component-rules.js';
import { DESCRIPTION_RULES } from './description-rules.js';
import { PACKAGE_RULES } from './package-rules.js';
import type { Rule } from './rule.js';

/** Every rule that a finding can name. */
export const RULES = { ...DESCRIPTION_RULES, ...PACKAGE_RULES, ...COMPONENT_RULES } as const;

export type RuleId = keyof typeof RULES;

export function getRule(id: RuleId): Rule {
  return RULES[id];
}
