import { claimsPackage, readPackageManifest, type ComponentKind, type Finding } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { ManifestRow } from '@margo-registry/storage-metadata';
import { Injectable } from '@nestjs/common';
import { CatalogueService, findingsOf } from './catalogue.service.js';
import { ComponentReports } from './component-reports.js';

/** What was found in a package or a component. */
export interface Report {
  readonly repository: string;
  readonly reference: string;
  readonly digest: string;
  /** What kind of component it is; null for a package. */
  readonly component: ComponentKind | null;
  /** Of a package's description. */
  readonly profile: string | null;
  readonly level: 'enforce' | 'warn' | 'off';
  /** Null where it was made for this answer. */
  readonly checkedAt: string | null;
  readonly findings: readonly Finding[];
}

type Named = Pick<Report, 'repository' | 'reference' | 'digest'>;

/** Reports of packages and of components. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly components: ComponentReports,
  ) {}

  /** Throws what {@link CatalogueService.getManifest} throws, and `package-unknown` for what is neither, or was not looked at. */
  async get(name: string, reference: string): Promise<Report> {
    const { repository, manifest } = await this.catalogue.getManifest(name, reference);
    const named = { repository, reference, digest: manifest.digest };
    return claimsPackage(readPackageManifest(manifest.payload))
      ? this.ofPackage(named)
      : this.ofComponent(named, manifest);
  }

  private async ofPackage(named: Named): Promise<Report> {
    const found = await this.catalogue.get(named.repository, named.digest);
    const { report } = found;
    return {
      ...named,
      component: null,
      profile: report?.profile ?? null,
      level: report?.level ?? 'off',
      checkedAt: momentOf(report?.checkedAt ?? null),
      findings: findingsOf(found),
    };
  }

  private async ofComponent(named: Named, row: ManifestRow): Promise<Report> {
    const { repository, reference, digest } = named;
    const tag = reference.includes(':') ? undefined : reference;
    const found = await this.components.find({ repository, row, tag });
    if (found === undefined) throw new OciError('package-unknown', { detail: { repository, digest } });
    const { kind, level, checkedAt, findings } = found;
    return { ...named, component: kind, profile: null, level, checkedAt: momentOf(checkedAt), findings };
  }
}

function momentOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
