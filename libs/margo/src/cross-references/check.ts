import type { Cursor } from '../cursor.js';
import type { FindingList } from '../finding-list.js';
import type { DeploymentType, Profile } from '../profiles/profile.js';

/** What a check looks at and where it says what it found. */
export interface CheckedDescription {
  readonly root: Cursor;
  readonly profile: Profile;
  readonly findings: FindingList;
}

/** Reports breaches of one rule, or of a few that belong together. Throws for no input, whatever its shape. */
export type Check = (description: CheckedDescription) => void;

export function deploymentProfiles({ root }: CheckedDescription): Cursor[] {
  return root.at('deploymentProfiles').items();
}

/** The deployment type of a deployment profile, by its name or a tolerated spelling. */
export function findDeploymentType(profile: Profile, deployment: Cursor): DeploymentType | undefined {
  const name = deployment.at('type').text;
  return profile.deploymentTypes.find((type) => type.name === name || type.spellings?.includes(name ?? ''));
}

/** Names that are texts, with the first place of each. */
export function indexByName(places: readonly Cursor[]): Map<string, Cursor> {
  const index = new Map<string, Cursor>();
  for (const place of places) {
    const name = place.text;
    if (name !== undefined && !index.has(name)) index.set(name, place);
  }
  return index;
}
