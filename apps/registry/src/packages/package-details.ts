import {
  readPackageFacts,
  readPackageManifest,
  tagOfVersion,
  type ComponentFact,
  type PlainDescription,
} from '@margo-registry/margo';
import { isRepositoryName } from '@margo-registry/oci';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/rights/caller.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { CatalogueService, type StoredPackage } from './catalogue.service.js';
import { listParts } from './package-parts.js';
import { findingsOf } from './report-formats.js';

/** Who looks, and under which name they reached the registry. */
export interface Viewer {
  readonly caller: Caller;
  readonly host: string | undefined;
}

/** A package with everything that belongs to it here: parts, components, referrers, findings. */
@Injectable()
export class PackageDetails {
  constructor(
    private readonly catalogue: CatalogueService,
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  async present(found: StoredPackage, viewer: Viewer): Promise<object> {
    const { repository, manifest, facts } = found;
    const path = `/api/v1/packages/${encodeURIComponent(repository)}/${manifest.digest}`;
    const description = facts === undefined ? null : (JSON.parse(facts.description) as PlainDescription);
    return {
      repository,
      digest: manifest.digest,
      profile: facts?.profile ?? found.report?.profile ?? null,
      ...presentFacts(facts),
      description,
      parts: listParts(readPackageManifest(manifest.payload)).map(({ name, digest, size, contentType }) => ({
        name,
        href: `${path}/${name}`,
        contentType,
        digest,
        size,
      })),
      components:
        description === null
          ? []
          : await this.resolve(readPackageFacts(description)?.components ?? [], viewer),
      referrers: await this.catalogue.listReferrers(found),
      findings: findingsOf(found),
    };
  }

  /** Components of this registry with the digest that their revision has now; null for those of other registries, absent and unreadable ones. */
  private resolve(components: readonly ComponentFact[], viewer: Viewer): Promise<object[]> {
    return Promise.all(
      components.map(async (component) => ({
        ...component,
        digest: await this.findDigest(component, viewer),
      })),
    );
  }

  private async findDigest(
    { repository, revision }: ComponentFact,
    { caller, host }: Viewer,
  ): Promise<string | null> {
    const [, registry, name = ''] = /^oci:\/\/([^/]+)\/(.+)$/.exec(repository ?? '') ?? [];
    if (registry === undefined || revision === undefined || !isRepositoryName(name)) return null;
    if (!this.ownHosts(host).includes(registry) || !caller.may(name, 'pull')) return null;
    const found = await this.metadata.queries.findManifest(name, { tag: tagOfVersion(revision) });
    return found?.digest ?? null;
  }

  private ownHosts(host: string | undefined): (string | undefined)[] {
    const { publicUrl } = this.settings.http;
    return [host, publicUrl === undefined ? undefined : new URL(publicUrl).host];
  }
}

function presentFacts(facts: StoredPackage['facts']): object {
  if (facts === undefined) return { id: null, name: null, version: null, conforms: false };
  const { applicationId, name, version, conforms } = facts;
  return { id: applicationId, name, version, conforms };
}
