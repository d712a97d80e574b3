import { isRepositoryName, isTag } from '@margo-registry/oci';
import type { Cursor } from '../cursor.js';
import type { FindingList } from '../finding-list.js';
import { quoted } from '../path.js';
import { compilePattern } from '../patterns.js';
import type { DeploymentType } from '../profiles/profile.js';
import { deploymentProfiles, findDeploymentType, type Check } from './check.js';

const LONGEST_TAG = 128;
const SCHEME = 'oci://';
const AUTHORITY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;

/** SemVer 2.0.0 as a tag: without a leading v, and with `_` for `+` (Margo's Compose components, revision). */
const REVISION = compilePattern(
  String.raw`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:_([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$`,
);

/** SEM-14 */
export const checkComponentLocations: Check = (description) => {
  for (const deployment of deploymentProfiles(description)) {
    const type = findDeploymentType(description.profile, deployment);
    if (!type) continue;
    for (const component of deployment.at('components').items())
      checkLocation(component.at('properties'), type, description.findings);
  }
};

function checkLocation(properties: Cursor, type: DeploymentType, findings: FindingList): void {
  if (type.ociLocation) {
    checkRepository(properties.at('repository'), findings);
    checkRevision(properties.at('revision'), findings);
  }
  const { locations = [] } = type;
  const isFound = locations.length === 0 || locations.some((key) => properties.at(key).exists);
  if (isFound || properties.names().length === 0) return;
  const message = `Nothing says where the component is. Add ${locations.join(' or ')}.`;
  findings.add('SEM-14', properties.path, { message, severity: 'warning', at: 'key' });
}

function checkRepository(repository: Cursor, findings: FindingList): void {
  const text = repository.text;
  if (text === undefined || isOciReference(text)) return;
  const message = `${quoted(text)} is not the URI of an OCI repository. Write oci://host/name in lower case, without tag or digest.`;
  findings.add('SEM-14', repository.path, { message });
}

function isOciReference(text: string): boolean {
  if (!text.startsWith(SCHEME)) return false;
  const rest = text.slice(SCHEME.length);
  const slash = rest.indexOf('/');
  if (slash === -1) return false;
  return AUTHORITY.test(rest.slice(0, slash)) && isRepositoryName(rest.slice(slash + 1));
}

function checkRevision(revision: Cursor, findings: FindingList): void {
  const text = revision.text;
  if (text === undefined || (isTag(text) && REVISION.test(text))) return;
  findings.add('SEM-14', revision.path, {
    message: `${quoted(text)} is not a SemVer tag. ${remedyFor(text)}`,
  });
}

function remedyFor(text: string): string {
  if (/^v\d/.test(text)) return 'Leave out the v.';
  if (text.includes('+')) return 'Write _ for +.';
  if (text.length > LONGEST_TAG) return `Use at most ${LONGEST_TAG} characters.`;
  return 'Write major.minor.patch, such as 1.4.0, 1.4.0-rc.1 or 1.4.0_build.7.';
}
