import type { Cursor } from '../cursor.js';
import { deploymentProfiles, type Check } from './check.js';

/** SEM-07 */
export const checkOtherResources: Check = (description) => {
  for (const deployment of deploymentProfiles(description)) {
    if (deployment.at('description').text?.trim()) continue;
    for (const place of listResourceTypes(deployment.at('requiredResources'))) {
      if (place.text !== 'other') continue;
      const message =
        'The deployment profile requires something "other" and does not say what. Add a description to the profile.';
      description.findings.add('SEM-07', place.path, { message });
    }
  }
};

function listResourceTypes(resources: Cursor): Cursor[] {
  return [
    ...resources.at('cpu', 'architectures').items(),
    ...resources
      .at('peripherals')
      .items()
      .map((peripheral) => peripheral.at('type')),
    ...resources
      .at('interfaces')
      .items()
      .map((port) => port.at('type')),
  ];
}
