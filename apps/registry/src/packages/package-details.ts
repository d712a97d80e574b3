import { readPackageFacts, readPackageManifest, type PlainDescription } from '@margo-registry/margo';
import { Injectable } from '@nestjs/common';
import { CatalogueService, findingsOf, type StoredPackage } from './catalogue.service.js';
import { OwnComponents, type Viewer } from './own-components.js';
import { listParts } from './package-parts.js';

/** A package with everything that belongs to it here: parts, components, referrers, findings. */
@Injectable()
export class PackageDetails {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly components: OwnComponents,
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
          : await this.components.resolve(readPackageFacts(description)?.components ?? [], viewer),
      referrers: await this.catalogue.listReferrers(found),
      findings: findingsOf(found),
    };
  }
}

function presentFacts(facts: StoredPackage['facts']): object {
  if (facts === undefined) return { id: null, name: null, version: null, conforms: false };
  const { applicationId, name, version, conforms } = facts;
  return { id: applicationId, name, version, conforms };
}
