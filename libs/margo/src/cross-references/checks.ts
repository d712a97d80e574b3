import type { Check } from './check.js';
import { checkComponentLocations } from './component-locations.js';
import type { CrossReferenceRule } from './cross-reference-rule.js';
import { checkConstraintKinds, checkLabelSelectors } from './device-constraints.js';
import { checkMatchExpressions } from './match-expressions.js';
import { checkRecommendedTypes, checkSomethingToDeploy } from './offers.js';
import { checkOtherResources } from './required-resources.js';
import { checkSchemaRules } from './schema-limits.js';
import { checkReachableParameters, checkSettingParameters, checkSettingSchemas } from './settings.js';
import { checkPointers, checkTargetComponents } from './targets.js';
import { checkComponentNames, checkProfileIds, checkSchemaNames } from './unique-names.js';

/** What looks for breaches of each rule. */
export const CROSS_REFERENCE_CHECKS = {
  'target-components': checkTargetComponents,
  'setting-parameters': checkSettingParameters,
  'setting-schemas': checkSettingSchemas,
  'profile-ids': checkProfileIds,
  'component-names': checkComponentNames,
  'schema-names': checkSchemaNames,
  'other-resources': checkOtherResources,
  'schema-rules': checkSchemaRules,
  'reachable-parameters': checkReachableParameters,
  'label-selectors': checkLabelSelectors,
  'match-expressions': checkMatchExpressions,
  'constraint-kinds': checkConstraintKinds,
  'component-locations': checkComponentLocations,
  pointers: checkPointers,
  'something-to-deploy': checkSomethingToDeploy,
  'recommended-types': checkRecommendedTypes,
} as const satisfies Record<CrossReferenceRule, Check>;
