import type { Cursor } from '../cursor.js';
import type { CheckedDescription } from '../cross-references/check.js';
import { findDeploymentType } from '../cross-references/check.js';
import { quoted } from '../path.js';
import { EXTENSION_KEY } from '../profiles/json-schema.js';

const EXTENSION = new RegExp(EXTENSION_KEY, 's');

/** Reports a key that the schema does not know, under the rule that its kind of key has. */
export function reportUnknownKey(description: CheckedDescription, around: Cursor, key: string): void {
  const { findings } = description;
  const path = [...around.path, key];
  if (path.length === 1 && key === 'kind') return reportKind(description, around.at(key));
  if (EXTENSION.test(key)) {
    const message = `${quoted(key)} is not allowed here. Extensions belong to the root, a deployment profile or a component, from 1.0.0-rc.2 on.`;
    return findings.add('SEM-16', path, { message, at: 'key' });
  }
  if (isToleratedProperty(description, around, key)) {
    const message = `${quoted(key)} is no longer part of ${description.profile.name}. repository and revision say it all; leave it out when your tools allow.`;
    return findings.addTolerated('SEM-17', path, { message, at: 'key', toleratedBy: 'package-location' });
  }
  const message = `${quoted(key)} is not a key of this place in ${description.profile.name}. Correct the spelling, or leave it out.`;
  findings.add('SEM-17', path, { message, at: 'key' });
}

function reportKind({ profile, findings }: CheckedDescription, kind: Cursor): void {
  if (kind.text !== 'ApplicationDescription') {
    const message = `${profile.name} has no kind, and this one is not ApplicationDescription. Leave it out.`;
    return findings.add('PKG-02', kind.path, { message });
  }
  const message = `${profile.name} has no kind. Leave it out when your tools allow.`;
  findings.addTolerated('PKG-02', kind.path, { message, at: 'key', toleratedBy: 'kind' });
}

/** Properties of a component, as `deploymentProfiles[i].components[j].properties`. */
function isToleratedProperty({ root, profile }: CheckedDescription, around: Cursor, key: string): boolean {
  if (around.path.length !== 5 || around.path[0] !== 'deploymentProfiles') return false;
  const type = findDeploymentType(profile, root.follow(around.path.slice(0, 2)));
  return type?.toleratedProperties?.includes(key) ?? false;
}
