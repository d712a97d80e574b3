import { quoted } from '../path.js';
import { deploymentProfiles, findDeploymentType, type Check } from './check.js';

/** SEM-11 */
export const checkLabelSelectors: Check = (description) => {
  for (const deployment of deploymentProfiles(description)) {
    const type = findDeploymentType(description.profile, deployment);
    if (!type?.labelSelector) continue;
    const rules = deployment.at('deviceConstraints', 'eligibilityRules').items();
    if (rules.some((rule) => rule.at('labelSelector', 'matchExpressions').items().length > 0)) continue;
    const message = `A deployment profile of type ${quoted(type.name)} must say by label which devices can run it. Add deviceConstraints.eligibilityRules with a labelSelector.`;
    description.findings.add('SEM-11', deployment.at('type').path, { message });
  }
};

/** SEM-13 */
export const checkConstraintKinds: Check = (description) => {
  for (const deployment of deploymentProfiles(description)) {
    const constraints = deployment.at('deviceConstraints');
    if (!constraints.at('capacityRequirements').exists) continue;
    const selector = constraints
      .at('eligibilityRules')
      .items()
      .map((rule) => rule.at('propertySelector'))
      .find(({ exists }) => exists);
    if (!selector) continue;
    const message =
      'There are capacity requirements and property selectors, which may contradict each other. Say everything with one of the two.';
    description.findings.add('SEM-13', selector.path, { message, at: 'key' });
  }
};
