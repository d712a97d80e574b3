import {
  checkPackage,
  claimsPackage,
  readPackageManifest,
  type ComponentKind,
  type DescriptionSource,
  type Finding,
  type PackageCheckOptions,
  type PackageManifest,
} from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { ManifestRow } from '@margo-registry/storage-metadata';
import { Injectable } from '@nestjs/common';
import { ComponentJudge } from './component-judge.js';
import { LayerReader } from './layer-reader.js';

/** What a check found, of a package or of a component. */
export interface Checked {
  readonly component?: ComponentKind;
  readonly profile?: string;
  readonly findings: readonly Finding[];
  readonly source?: DescriptionSource;
}

interface ManifestHere {
  readonly repository: string;
  readonly manifest: PackageManifest;
  readonly row: ManifestRow;
}

/** Judges once more what was pushed before. */
@Injectable()
export class StoredJudge {
  constructor(
    private readonly reader: LayerReader,
    private readonly components: ComponentJudge,
  ) {}

  /** Throws `package-unknown` for what is neither a package nor a component, and `manifest-blob-unknown` where a part of a package is gone. */
  async check(repository: string, row: ManifestRow, options: PackageCheckOptions): Promise<Checked> {
    const manifest = readPackageManifest(row.payload);
    const here = { repository, manifest, row };
    return claimsPackage(manifest) ? this.checkPackage(here, options) : this.checkComponent(here, options);
  }

  private async checkPackage(
    { repository, manifest, row }: ManifestHere,
    options: PackageCheckOptions,
  ): Promise<Checked> {
    const read = await this.reader.open(repository, manifest);
    const presentTags = await this.reader.listTagsOf(repository, row.payload);
    const checked = await checkPackage({ manifest, read }, { ...options, presentTags });
    return { ...checked, source: checked.description?.source };
  }

  private async checkComponent(
    { repository, manifest, row }: ManifestHere,
    { level, tags = [] }: PackageCheckOptions,
  ): Promise<Checked> {
    const checked = await this.components.check({ repository, manifest, level, tags });
    if (checked === undefined)
      throw new OciError('package-unknown', { detail: { repository, digest: row.digest } });
    return { component: checked.kind, findings: checked.findings };
  }
}
