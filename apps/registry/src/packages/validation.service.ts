import {
  ArchiveError,
  buildPackage,
  checkDescription,
  checkPackage,
  isAcceptable,
  readArchive,
  readPackageManifest,
  type ComponentKind,
  type DescriptionSource,
  type Finding,
  type PackageCheckOptions,
} from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import { Injectable } from '@nestjs/common';
import { splitReference } from '../http/reference.js';
import { RepositoryPolicy } from '../repositories/repository-policy.js';
import { CatalogueService } from './catalogue.service.js';
import { StoredJudge, type Checked } from './stored-judge.js';
import { ValidationMetrics } from './validation-metrics.js';
import type { ValidationQuery } from './validation.query.js';
import type { InputKind } from './validation-input.js';

/** What a push would be told. */
export interface Validation {
  /** What kind of component was looked into; null for a package. */
  readonly component: ComponentKind | null;
  readonly profile: string | null;
  readonly level: 'enforce' | 'warn';
  readonly acceptable: boolean;
  readonly findings: readonly Finding[];
  readonly source: DescriptionSource | undefined;
}

/** Judges what is sent or named as a push of it would be judged; nothing is stored. */
@Injectable()
export class ValidationService {
  constructor(
    private readonly policy: RepositoryPolicy,
    private readonly catalogue: CatalogueService,
    private readonly stored: StoredJudge,
    private readonly metrics: ValidationMetrics,
  ) {}

  /** Throws `request-invalid` and `input-too-large` for an archive that is not unpacked. */
  async validateBody(kind: InputKind, bytes: Uint8Array, query: ValidationQuery): Promise<Validation> {
    const options = this.optionsFor(query);
    if (kind === 'archive') return this.conclude(await checkArchive(bytes, options), options);
    const [tag] = (options.tags ?? []).filter((name) => !options.aliases?.includes(name));
    return this.conclude(
      checkDescription(bytes, { ...options, ...(tag === undefined ? {} : { tag }) }),
      options,
    );
  }

  /** Throws what {@link CatalogueService.getManifest} and {@link StoredJudge.check} throw. */
  async validateReference(text: string, query: ValidationQuery): Promise<Validation> {
    const { repository: name, reference } = splitReference(text);
    const { repository, manifest: row } = await this.catalogue.getManifest(name, reference);
    const options = this.optionsFor(query, repository);
    const pointing = reference.includes(':') ? [] : [reference];
    const tags = query.tag === undefined ? pointing : [query.tag];
    return this.conclude(await this.stored.check(repository, row, { ...options, tags }), options);
  }

  private conclude(
    { component, profile, findings, source }: Checked,
    { level }: PackageCheckOptions,
  ): Validation {
    this.metrics.observe({ occasion: 'request', level, findings });
    return {
      component: component ?? null,
      profile: profile ?? null,
      level,
      acceptable: isAcceptable(findings),
      findings,
      source,
    };
  }

  private optionsFor({ level, profile, tag }: ValidationQuery, repository = ''): PackageCheckOptions {
    const policy = this.policy.margo(repository);
    const usual = policy.validation === 'off' ? 'warn' : policy.validation;
    return {
      level: level ?? usual,
      profile: profile ?? policy.profile,
      tags: tag === undefined ? [] : [tag],
      aliases: policy.aliases,
    };
  }
}

async function checkArchive(bytes: Uint8Array, options: PackageCheckOptions): Promise<Checked> {
  const built = await buildPackage(unpack(bytes));
  const contents = new Map(built.layers.map((layer) => [layer.digest, layer.bytes]));
  const checked = await checkPackage(
    {
      manifest: readPackageManifest(built.manifest),
      read: (layer) => Promise.resolve(contents.get(layer.digest)),
    },
    options,
  );
  return { ...checked, source: checked.description?.source };
}

function unpack(bytes: Uint8Array): ReturnType<typeof readArchive> {
  try {
    return readArchive(bytes);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const reason = error.kind === 'too-large' ? 'input-too-large' : 'request-invalid';
    throw new OciError(reason, { message: error.message, detail: { kind: error.kind } });
  }
}
