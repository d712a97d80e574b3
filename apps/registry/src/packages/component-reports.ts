import { claimsPackage, findComponentKind, readPackageManifest } from '@margo-registry/margo';
import type { ComponentKind, Finding } from '@margo-registry/margo';
import type { ManifestRow, MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RepositoryPolicy } from '../repositories/repository-policy.js';
import { METADATA } from '../storage/tokens.js';
import { ComponentJudge } from './component-judge.js';

/** What is known of a component. */
export interface ComponentReport {
  readonly kind: ComponentKind;
  readonly level: 'enforce' | 'warn';
  /** Milliseconds since 1970 where the report was stored with the manifest; null where it was made for this answer. */
  readonly checkedAt: number | null;
  readonly findings: readonly Finding[];
}

/** A component under one of its tags, or by its digest alone. */
export interface NamedComponent {
  readonly repository: string;
  readonly row: ManifestRow;
  readonly tag: string | undefined;
}

const MOST_REMEMBERED = 200;

/**
 * Findings of components: the stored ones where a push was judged, else made when they are asked for, and remembered by digest,
 * which says all that they are made of. So it does not matter whether a component or the package that names it came first.
 */
@Injectable()
export class ComponentReports {
  private readonly made = new LRUCache<string, readonly Finding[]>({ max: MOST_REMEMBERED });

  constructor(
    private readonly judge: ComponentJudge,
    private readonly policy: RepositoryPolicy,
    @Inject(METADATA) private readonly metadata: MetadataStore,
  ) {}

  /** Undefined for what is no component, and where nobody looks. */
  async find(component: NamedComponent): Promise<ComponentReport | undefined> {
    const { repository, row } = component;
    const manifest = readPackageManifest(row.payload);
    const kind = claimsPackage(manifest) ? undefined : findComponentKind(manifest);
    if (kind === undefined) return undefined;
    const stored = await this.metadata.queries.findReport(repository, row.digest);
    if (stored !== undefined)
      return { ...stored, kind, findings: JSON.parse(stored.findings) as readonly Finding[] };
    const level = this.policy.margo(repository).validation;
    if (level === 'off') return undefined;
    const findings = await this.make(component, level);
    return { kind, level, checkedAt: null, findings };
  }

  private async make(
    { repository, row, tag }: NamedComponent,
    level: ComponentReport['level'],
  ): Promise<readonly Finding[]> {
    const key = [repository, row.digest, tag ?? '', level].join('\n');
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const manifest = readPackageManifest(row.payload);
    const judged = await this.judge.check({
      repository,
      manifest,
      level,
      tags: tag === undefined ? [] : [tag],
    });
    if (judged?.isWhole === true) this.made.set(key, judged.findings);
    return judged?.findings ?? [];
  }
}
