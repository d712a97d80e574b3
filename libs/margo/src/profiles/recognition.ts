import type { Cursor } from '../cursor.js';
import type { Profile } from './profile.js';

/**
 * The profile that a description follows: by `apiVersion`, and where several have it, by the place of the id. A text
 * that no profile knows is taken for the one whose schema allows any, if `kind` is there as that one demands.
 * Undefined where nothing fits.
 */
export function recognizeProfile(root: Cursor, profiles: readonly Profile[]): Profile | undefined {
  const version = root.at('apiVersion').source;
  if (!version) return recognizeUnversioned(root, profiles);
  const named = profiles.filter(({ apiVersions }) => apiVersions.includes(version));
  return byId(root, named) ?? named[0] ?? recognizeByKind(root, profiles);
}

function recognizeByKind(root: Cursor, profiles: readonly Profile[]): Profile | undefined {
  if (!root.has('kind')) return undefined;
  return byId(
    root,
    profiles.filter(({ anyApiVersion }) => anyApiVersion),
  );
}

/** A description without `apiVersion` is refused by every profile; the nearest one says what else is missing. */
function recognizeUnversioned(root: Cursor, profiles: readonly Profile[]): Profile | undefined {
  const kind = root.has('kind') ? 'required' : 'absent';
  const alike = profiles.filter((profile) => profile.kind === kind);
  return byId(root, alike) ?? alike[0] ?? profiles[0];
}

function byId(root: Cursor, profiles: readonly Profile[]): Profile | undefined {
  return profiles.find(({ idPath }) => root.at(...idPath).exists);
}
