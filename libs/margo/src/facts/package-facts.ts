import type { PlainDescription } from '../check-description.js';
import { typeFamily } from '../cross-references/offers.js';
import { RESOURCE_KINDS, type ResourceKind } from '../package/media-types.js';
import { listOf, recordOf, textOf, textsOf } from './shape.js';
import { isPrerelease, versionSortKey } from './version-sort-key.js';

/** A component as a deployment profile names it. */
export interface ComponentFact {
  /** Id of the deployment profile, where it has one. */
  readonly deploymentProfile?: string;
  /** Deployment type, without a version: `helm` for `helm.v3` too. */
  readonly type?: string;
  readonly name?: string;
  /** As written, with `oci://`. */
  readonly repository?: string;
  /** As written: a tag, with `_` for `+`. */
  readonly revision?: string;
  /** Where a Compose package was up to 1.0.0-rc.2. */
  readonly packageLocation?: string;
}

/** What a catalogue says of a package. */
export interface PackageFacts {
  readonly applicationId: string;
  readonly name: string;
  readonly version: string;
  /** Orders by bytes as SemVer orders. */
  readonly versionSortKey: string;
  readonly isPrerelease: boolean;
  readonly summary?: string;
  readonly tagline?: string;
  readonly site?: string;
  readonly organizations: readonly string[];
  readonly tags: readonly string[];
  readonly deploymentTypes: readonly string[];
  readonly architectures: readonly string[];
  /** Paths inside the package, without `./`, or URLs as written. */
  readonly resources: Readonly<Partial<Record<ResourceKind, string>>>;
  readonly components: readonly ComponentFact[];
}

/**
 * Facts of a description, from any profile and whatever else is wrong with it. Undefined where id, name or version are
 * missing: such a package is in no catalogue.
 */
export function readPackageFacts(description: PlainDescription): PackageFacts | undefined {
  const metadata = recordOf(description.metadata);
  const applicationId = textOf(description.id) ?? textOf(metadata.id);
  const name = textOf(metadata.name);
  const version = textOf(metadata.version);
  if (applicationId === undefined || name === undefined || version === undefined) return undefined;
  const order = { versionSortKey: versionSortKey(version), isPrerelease: isPrerelease(version) };
  const summary = textOf(metadata.description);
  return {
    applicationId,
    name,
    version,
    ...order,
    summary,
    ...readCatalog(recordOf(metadata.catalog)),
    ...readDeployments(listOf(description.deploymentProfiles).map(recordOf)),
  };
}

type CatalogFacts = Pick<PackageFacts, 'tagline' | 'site' | 'organizations' | 'tags' | 'resources'>;

function readCatalog(catalog: Readonly<Record<string, unknown>>): CatalogFacts {
  const application = recordOf(catalog.application);
  const organizations = listOf(catalog.organization).map((organization) => recordOf(organization).name);
  const resources = RESOURCE_KINDS.map((kind) => [kind, textOf(application[kind])] as const);
  return {
    tagline: textOf(application.tagline),
    site: textOf(application.site),
    organizations: textsOf(organizations),
    tags: textsOf(listOf(application.tags)),
    resources: Object.fromEntries(
      resources.flatMap(([kind, path]) => (path === undefined ? [] : [[kind, normalizePath(path)]])),
    ),
  };
}

/** `resources/icon.png` for `./resources/icon.png`. */
function normalizePath(path: string): string {
  let rest = path;
  while (rest.startsWith('./')) rest = rest.slice(2);
  return rest;
}

type Deployment = Readonly<Record<string, unknown>>;
type DeploymentFacts = Pick<PackageFacts, 'deploymentTypes' | 'architectures' | 'components'>;

function readDeployments(deployments: readonly Deployment[]): DeploymentFacts {
  return {
    deploymentTypes: textsOf(deployments.map(readType)),
    architectures: textsOf(deployments.flatMap(listArchitectures)),
    components: deployments.flatMap(readComponents),
  };
}

function readType(deployment: Deployment): string | undefined {
  const type = textOf(deployment.type);
  return type === undefined ? undefined : typeFamily(type);
}

/** From device constraints, and from required resources as they were up to 1.0.0-rc.2. */
function listArchitectures(deployment: Deployment): readonly unknown[] {
  const capacity = recordOf(recordOf(deployment.deviceConstraints).capacityRequirements);
  const required = recordOf(deployment.requiredResources);
  return [capacity, required].flatMap(({ cpu }) => listOf(recordOf(cpu).architectures));
}

function readComponents(deployment: Deployment): ComponentFact[] {
  return listOf(deployment.components).map((component) => {
    const { name, properties } = recordOf(component);
    const { repository, revision, packageLocation } = recordOf(properties);
    return {
      deploymentProfile: textOf(deployment.id),
      type: readType(deployment),
      name: textOf(name),
      repository: textOf(repository),
      revision: textOf(revision),
      packageLocation: textOf(packageLocation),
    };
  });
}
