import { listComponents, readPackageManifest, type ComponentReference } from '@margo-registry/margo';
import { isRepositoryName } from '@margo-registry/oci';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { CatalogueService, type StoredPackage } from './catalogue.service.js';
import { listParts } from './package-parts.js';
import { findingsOf } from './report-formats.js';

/** A package with everything that belongs to it here: parts, components, referrers, findings. */
@Injectable()
export class PackageDetails {
  constructor(
    private readonly catalogue: CatalogueService,
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  async present(found: StoredPackage, host: string | undefined): Promise<object> {
    const { repository, manifest, facts } = found;
    const path = `/api/v1/packages/${encodeURIComponent(repository)}/${manifest.digest}`;
    const description = facts === undefined ? null : (JSON.parse(facts.description) as object);
    return {
      repository,
      digest: manifest.digest,
      profile: facts?.profile ?? found.report?.profile ?? null,
      id: facts?.applicationId ?? null,
      name: facts?.name ?? null,
      version: facts?.version ?? null,
      conforms: facts?.conforms ?? false,
      description,
      parts: listParts(readPackageManifest(manifest.payload)).map(({ name, digest, size, contentType }) => ({
        name,
        href: `${path}/${name}`,
        contentType,
        digest,
        size,
      })),
      components: description === null ? [] : await this.resolve(listComponents(description), host),
      referrers: await this.catalogue.listReferrers(found),
      findings: findingsOf(found),
    };
  }

  /** Components of this registry with the digest that their revision has now; null for those of other registries and for absent ones. */
  private resolve(components: readonly ComponentReference[], host: string | undefined): Promise<object[]> {
    return Promise.all(
      components.map(async (component) => ({ ...component, digest: await this.findDigest(component, host) })),
    );
  }

  private async findDigest(
    { repository, revision }: ComponentReference,
    host: string | undefined,
  ): Promise<string | null> {
    const [, registry, name = ''] = /^oci:\/\/([^/]+)\/(.+)$/.exec(repository ?? '') ?? [];
    if (registry === undefined || revision === undefined || !isRepositoryName(name)) return null;
    if (!this.ownHosts(host).includes(registry)) return null;
    const found = await this.metadata.queries.findManifest(name, { tag: revision.replace('+', '_') });
    return found?.digest ?? null;
  }

  private ownHosts(host: string | undefined): (string | undefined)[] {
    const { publicUrl } = this.settings.http;
    return [host, publicUrl === undefined ? undefined : new URL(publicUrl).host];
  }
}
