import { claimsPackage, readPackageManifest, type Finding } from '@margo-registry/margo';
import { OciError, parseReference, parseRepositoryName } from '@margo-registry/oci';
import type {
  ApplicationRequest,
  ApplicationRow,
  ManifestRow,
  MetadataStore,
  PackageRow,
  Page,
  ReferrerRow,
  ReportRow,
} from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { METADATA } from '../storage/tokens.js';

const MOST_REFERRERS = 100;

/** A package as it is here now. */
export interface StoredPackage {
  readonly repository: string;
  readonly manifest: ManifestRow;
  /** Undefined where its description could not be read, or was never looked at. */
  readonly facts: PackageRow | undefined;
  readonly report: ReportRow | undefined;
}

/** Which applications are here, and what is known of one of them. */
@Injectable()
export class CatalogueService {
  constructor(@Inject(METADATA) private readonly metadata: MetadataStore) {}

  list(request: ApplicationRequest): Promise<Page<ApplicationRow>> {
    return this.metadata.queries.listApplications(request);
  }

  /** Throws what {@link getManifest} throws, and `package-unknown` for a manifest that is no package. */
  async get(name: string, text: string): Promise<StoredPackage> {
    const { repository, manifest } = await this.getManifest(name, text);
    const { queries } = this.metadata;
    const isPackage = claimsPackage(readPackageManifest(manifest.payload));
    const facts = await queries.findPackage(repository, manifest.digest);
    const report = await queries.findReport(repository, manifest.digest);
    if (!isPackage || (facts === undefined && report === undefined))
      throw new OciError('package-unknown', { detail: { repository, digest: manifest.digest } });
    return { repository, manifest, facts, report };
  }

  /** Throws `name-invalid`, `name-unknown` or `manifest-unknown`. */
  async getManifest(name: string, text: string): Promise<Pick<StoredPackage, 'repository' | 'manifest'>> {
    const repository = parseRepositoryName(name);
    const { queries } = this.metadata;
    const reference = parseReference(text);
    const manifest = 'malformed' in reference ? undefined : await queries.findManifest(repository, reference);
    if (manifest !== undefined) return { repository, manifest };
    throw (await queries.hasRepository(repository))
      ? new OciError('manifest-unknown', { detail: { repository, reference: text } })
      : new OciError('name-unknown', { detail: { repository } });
  }

  async listReferrers({ repository, manifest }: StoredPackage): Promise<readonly ReferrerRow[]> {
    const page = { limit: MOST_REFERRERS };
    return (await this.metadata.queries.listReferrers(repository, manifest.digest, [], page)).items;
  }
}

/** What was found when the manifest was checked last. */
export function findingsOf({ report }: StoredPackage): Finding[] {
  return report === undefined ? [] : (JSON.parse(report.findings) as Finding[]);
}
