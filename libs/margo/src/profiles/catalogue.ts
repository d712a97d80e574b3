import { ALPHA_1 } from './alpha-1.js';
import type { Profile } from './profile.js';
import { RELEASE_CANDIDATE_2 } from './release-candidate-2.js';
import { RELEASE_CANDIDATE_3 } from './release-candidate-3.js';

/** The profiles of the specification, newest first. */
export const PROFILES: readonly Profile[] = [RELEASE_CANDIDATE_3, RELEASE_CANDIDATE_2, ALPHA_1];

/** The profile of a name or alias. */
export function findProfile(name: string, profiles: readonly Profile[] = PROFILES): Profile | undefined {
  return profiles.find((profile) => profile.name === name || profile.aliases?.includes(name));
}
