import {
  ArchiveError,
  buildPackage,
  checkDescription,
  checkPackage,
  claimsPackage,
  isAcceptable,
  readArchive,
  readPackageManifest,
  type DescriptionSource,
  type Finding,
  type PackageCheckOptions,
} from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import { Injectable } from '@nestjs/common';
import { splitReference } from '../http/reference.js';
import { RepositoryPolicy } from '../repositories/repository-policy.js';
import { CatalogueService } from './catalogue.service.js';
import { LayerReader } from './layer-reader.js';
import { ValidationMetrics } from './validation-metrics.js';
import type { ValidationQuery } from './validation.query.js';
import type { InputKind } from './validation-input.js';

/** What a push would be told. */
export interface Validation {
  readonly profile: string | null;
  readonly level: 'enforce' | 'warn';
  readonly acceptable: boolean;
  readonly findings: readonly Finding[];
  readonly source: DescriptionSource | undefined;
}

interface Checked {
  readonly profile?: string;
  readonly findings: readonly Finding[];
  readonly source?: DescriptionSource;
}

/** Judges what is sent or named as a push of it would be judged; nothing is stored. */
@Injectable()
export class ValidationService {
  constructor(
    private readonly policy: RepositoryPolicy,
    private readonly catalogue: CatalogueService,
    private readonly reader: LayerReader,
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

  /** Throws what {@link CatalogueService.getManifest} throws, and `package-unknown` for what does not claim to be a package. */
  async validateReference(text: string, query: ValidationQuery): Promise<Validation> {
    const { repository: name, reference } = splitReference(text);
    const { repository, manifest: row } = await this.catalogue.getManifest(name, reference);
    const manifest = readPackageManifest(row.payload);
    if (!claimsPackage(manifest))
      throw new OciError('package-unknown', { detail: { repository, digest: row.digest } });
    await this.reader.checkPresence(repository, manifest);
    const options = this.optionsFor(query, repository);
    const pointing = reference.includes(':') ? [] : [reference];
    const checked = await checkPackage(
      { manifest, read: (layer) => this.reader.read(repository, layer) },
      {
        ...options,
        tags: query.tag === undefined ? pointing : [query.tag],
        presentTags: await this.reader.listTagsOf(repository, row.payload),
      },
    );
    return this.conclude({ ...checked, source: checked.description?.source }, options);
  }

  private conclude({ profile, findings, source }: Checked, { level }: PackageCheckOptions): Validation {
    this.metrics.observe({ occasion: 'request', level, findings });
    return { profile: profile ?? null, level, acceptable: isAcceptable(findings), findings, source };
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
