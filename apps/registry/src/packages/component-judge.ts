import {
  checkComponent,
  claimsComponent,
  isAcceptable,
  renderLine,
  type ArchiveLimits,
  type CheckedComponent,
  type PackageLayer,
  type PackageManifest,
} from '@margo-registry/margo';
import type { PackageRecord } from '@margo-registry/storage-metadata';
import { Injectable } from '@nestjs/common';
import { FewAtOnce } from './few-at-once.js';
import { LayerReader } from './layer-reader.js';
import { unpackInPool } from './unpack.js';
import { ValidationMetrics } from './validation-metrics.js';

/** Larger archives are not looked into, which a finding says: images are not in them, so real ones are far smaller. */
const MOST_PACKED = 16 * 1024 * 1024;
const LIMITS: ArchiveLimits = { entries: 10_000, unpackedBytes: 32 * 1024 * 1024, ratio: 200 };
const MOST_AT_ONCE = 2;

/** A component where it is, and how strictly it is looked at. */
export interface ComponentHere {
  readonly repository: string;
  readonly manifest: PackageManifest;
  /** Those that point to it, or are about to. */
  readonly tags: readonly string[];
  readonly level: 'enforce' | 'warn';
}

/** What a push of a component records besides the manifest, and what its answer says. */
export interface ComponentVerdict {
  /** Undefined for what does not claim to be a component of Margo. */
  readonly package: PackageRecord | undefined;
  readonly warnings: readonly string[];
}

export interface JudgedComponent extends CheckedComponent {
  /** False where the archive was not looked into: once it is there, another answer may be right. */
  readonly isWhole: boolean;
}

/**
 * Looks into components and refuses none. At a push only into those that claim to be Margo's own, Compose Archives: a chart
 * passes untouched, and is looked into when somebody asks.
 */
@Injectable()
export class ComponentJudge {
  private readonly gate = new FewAtOnce(MOST_AT_ONCE);

  constructor(
    private readonly reader: LayerReader,
    private readonly metrics: ValidationMetrics,
  ) {}

  async judge(pushed: ComponentHere): Promise<ComponentVerdict> {
    const checked = claimsComponent(pushed.manifest) ? await this.check(pushed) : undefined;
    if (checked === undefined) return { package: undefined, warnings: [] };
    const { kind, findings } = checked;
    const { level } = pushed;
    this.metrics.observe({ occasion: 'push', level, findings });
    const errors = findings.filter(({ severity }) => severity === 'error');
    return {
      package: { facts: null, report: { profile: kind, level, findings: JSON.stringify(findings) } },
      warnings: isAcceptable(findings) ? [] : [`the component is not valid: ${renderLine(errors)}`],
    };
  }

  /** Whatever kind of component it is; undefined for what is none. */
  check({ repository, manifest, tags, level }: ComponentHere): Promise<JudgedComponent | undefined> {
    return this.gate.run(async () => {
      let isWhole = true;
      const read = async (layer: PackageLayer) => {
        const bytes = await this.reader.readWithin(repository, layer, MOST_PACKED);
        isWhole = bytes !== undefined;
        return bytes;
      };
      const checked = await checkComponent(
        { manifest, read, unpack: unpackInPool },
        { level, tags, limits: LIMITS },
      );
      return checked && { ...checked, isWhole };
    });
  }
}
