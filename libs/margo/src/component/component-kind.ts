import type { PackageManifest } from '../package/package-manifest.js';
import { CHART_CONFIG, COMPOSE_LIKE, COMPOSE_PROJECT } from './media-types.js';

export type ComponentKind = 'compose' | 'helm';

/** What a manifest looks like the component of, by anybody's media types; undefined for everything else. */
export function findComponentKind(manifest: PackageManifest): ComponentKind | undefined {
  if (manifest.config?.mediaType === CHART_CONFIG) return 'helm';
  const isProject = typesOf(manifest).some((type) => type.startsWith(COMPOSE_PROJECT));
  return isProject || claimsComponent(manifest) ? 'compose' : undefined;
}

/** Whether a manifest claims to be a component of Margo's own kind, a Compose Archive: by its artifact type or its layers. */
export function claimsComponent(manifest: PackageManifest): boolean {
  return typesOf(manifest).some((type) => COMPOSE_LIKE.test(type));
}

function typesOf({ artifactType = '', layers }: PackageManifest): string[] {
  return [artifactType, ...layers.map(({ mediaType }) => mediaType)];
}
