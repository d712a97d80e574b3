import type { DescriptionReport, PlainDescription } from '../check-description.js';
import { tagOfVersion } from '../version.js';
import { orderVersion } from './version-order.js';

/** What a catalogue shows of one version of an application, and looks for it by. */
export interface PackageFacts {
  readonly profile: string;
  readonly applicationId: string;
  readonly name: string;
  readonly version: string;
  /** The tag that stands for the version. */
  readonly versionTag: string;
  /** In byte order this sorts as SemVer does. */
  readonly versionOrder: string;
  readonly isPrerelease: boolean;
  readonly tagline: string | undefined;
  readonly organizations: readonly string[];
  readonly tags: readonly string[];
  readonly deploymentTypes: readonly string[];
  readonly architectures: readonly string[];
  readonly description: PlainDescription;
}

/** Where a component is to be found, as the description says it. */
export interface ComponentReference {
  readonly deploymentProfile: string;
  readonly name: string;
  readonly repository: string | undefined;
  readonly revision: string | undefined;
}

/** Facts of a description; undefined where it has no id, name or version to be listed by. Also descriptions with errors have facts. */
export function readPackageFacts({ profile, description }: DescriptionReport): PackageFacts | undefined {
  const metadata = at(description, 'metadata');
  const applicationId = textAt(description, 'id') ?? textAt(metadata, 'id');
  const [name, version] = [textAt(metadata, 'name'), textAt(metadata, 'version')];
  if (profile === undefined || description === undefined) return undefined;
  if (applicationId === undefined || name === undefined || version === undefined) return undefined;
  const catalog = at(metadata, 'catalog');
  const application = at(catalog, 'application');
  const profiles = listAt(description, 'deploymentProfiles');
  const { order, isPrerelease } = orderVersion(version);
  return {
    profile,
    applicationId,
    name,
    version,
    versionTag: tagOfVersion(version),
    versionOrder: order,
    isPrerelease,
    tagline: textAt(application, 'tagline'),
    organizations: textsOf(listAt(catalog, 'organization').map((one) => at(one, 'name'))),
    tags: textsOf(listAt(application, 'tags')),
    deploymentTypes: textsOf(profiles.map((one) => at(one, 'type'))),
    architectures: textsOf(profiles.flatMap(architecturesOf)),
    description,
  };
}

/** The components of every deployment profile, in the order of the description. */
export function listComponents(description: PlainDescription): ComponentReference[] {
  return listAt(description, 'deploymentProfiles').flatMap((profile) =>
    listAt(profile, 'components').map((component) => {
      const properties = at(component, 'properties');
      return {
        deploymentProfile: textAt(profile, 'id') ?? '',
        name: textAt(component, 'name') ?? '',
        repository: textAt(properties, 'repository'),
        revision: textAt(properties, 'revision'),
      };
    }),
  );
}

function architecturesOf(profile: unknown): readonly unknown[] {
  const required = at(at(profile, 'requiredResources'), 'cpu');
  const constrained = at(at(at(profile, 'deviceConstraints'), 'capacityRequirements'), 'cpu');
  return [...listAt(required, 'architectures'), ...listAt(constrained, 'architectures')];
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}

function textsOf(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
}
