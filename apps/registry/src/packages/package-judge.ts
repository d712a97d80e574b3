import {
  checkPackage,
  claimsPackage,
  isAcceptable,
  readPackageManifest,
  renderLine,
  type CheckedPackage,
} from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { PackageRecord, VersionTags } from '@margo-registry/storage-metadata';
import { Injectable } from '@nestjs/common';
import { RepositoryPolicy } from '../repositories/repository-policy.js';
import { ComponentJudge } from './component-judge.js';
import { LayerReader } from './layer-reader.js';
import { toPackageRecord } from './package-record.js';
import { ValidationMetrics } from './validation-metrics.js';

/** A manifest that is about to be recorded. */
export interface PushedPackage {
  readonly repository: string;
  readonly payload: Uint8Array;
  readonly tags: readonly string[];
}

/** What a push of it records besides the manifest, and what its answer says. */
export interface Verdict {
  readonly versionTags: VersionTags;
  /** Undefined for what claims to be neither a package nor a component of Margo, and where nobody looks. */
  readonly package: PackageRecord | undefined;
  /** Whether it is a package, whose parts all have to be here. */
  readonly isPackage: boolean;
  /** Sentences for the header `Warning`. */
  readonly warnings: readonly string[];
}

const NOT_LOOKED_AT: Verdict = { versionTags: 'free', package: undefined, isPackage: false, warnings: [] };
const MOST_IN_DETAIL = 100;

/** Looks at what claims to be Margo's, an application package or a component of one, before it is recorded, as the repository's rules say. */
@Injectable()
export class PackageJudge {
  constructor(
    private readonly policy: RepositoryPolicy,
    private readonly reader: LayerReader,
    private readonly components: ComponentJudge,
    private readonly metrics: ValidationMetrics,
  ) {}

  /**
   * Throws `package-invalid` with every finding where the repository enforces and there is an error, and
   * `manifest-blob-unknown` where the content of a layer is not here.
   */
  async judge({ repository, payload, tags }: PushedPackage): Promise<Verdict> {
    const { validation, profile, aliases } = this.policy.margo(repository);
    if (validation === 'off') return NOT_LOOKED_AT;
    const versionTags = validation === 'enforce' ? 'fixed' : 'free';
    const manifest = readPackageManifest(payload);
    if (!claimsPackage(manifest)) {
      const component = await this.components.judge({ repository, manifest, tags, level: validation });
      return { ...NOT_LOOKED_AT, ...component, versionTags };
    }
    const read = await this.reader.open(repository, manifest);
    const checked = await checkPackage(
      { manifest, read },
      {
        level: validation,
        profile,
        tags,
        presentTags: await this.presentTags(repository, payload, tags, aliases),
        aliases,
      },
    );
    this.metrics.observe({ occasion: 'push', level: validation, findings: checked.findings });
    if (validation === 'enforce' && !isAcceptable(checked.findings)) throw refused(checked);
    return {
      versionTags,
      package: toPackageRecord(checked, validation),
      isPackage: true,
      warnings: isAcceptable(checked.findings) ? [] : [warningOf(checked)],
    };
  }

  /** An alias alone asks whether the version tag points here already; every other push need not ask. */
  private presentTags(
    repository: string,
    payload: Uint8Array,
    tags: readonly string[],
    aliases: readonly string[],
  ): Promise<readonly string[]> {
    return tags.length > 0 && tags.every((tag) => aliases.includes(tag))
      ? this.reader.listTagsOf(repository, payload)
      : Promise.resolve([]);
  }
}

function refused({ findings }: CheckedPackage): OciError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return new OciError('package-invalid', {
    message: `the application package is not valid: ${renderLine(errors)}`,
    detail: {
      findings: findings.slice(0, MOST_IN_DETAIL),
      omitted: Math.max(0, findings.length - MOST_IN_DETAIL),
    },
  });
}

function warningOf({ findings }: CheckedPackage): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return `the application package is not valid: ${renderLine(errors)}`;
}
