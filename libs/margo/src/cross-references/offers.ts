import { deploymentProfiles, findDeploymentType, type Check } from './check.js';

/** SEM-18 */
export const checkSomethingToDeploy: Check = (description) => {
  const { root, findings } = description;
  const places = [
    root.at('deploymentProfiles'),
    ...deploymentProfiles(description).map((deployment) => deployment.at('components')),
  ];
  for (const place of places) {
    if (!place.isList || place.items().length > 0) continue;
    const message = 'The list is empty, so there is nothing to deploy. Add an entry.';
    findings.add('SEM-18', place.path, { message });
  }
};

/** `helm` of `helm.v3`. */
export function typeFamily(name: string): string {
  return name.replace(/\.v\d+$/, '');
}

const RECOMMENDED = ['helm', 'compose'];

/** SEM-19 */
export const checkRecommendedTypes: Check = (description) => {
  const { profile, findings } = description;
  const offered = deploymentProfiles(description).map((deployment) =>
    typeFamily(findDeploymentType(profile, deployment)?.name ?? ''),
  );
  const missing = RECOMMENDED.filter((name) => !offered.includes(name));
  if (missing.length !== 1) return;
  const message = `The application is not offered for ${missing.join()}. Add a deployment profile of that type to reach those devices too.`;
  findings.add('SEM-19', ['deploymentProfiles'], { message, at: 'key' });
};
