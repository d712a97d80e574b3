import {
  OciError,
  digestAlgorithm,
  parseManifest,
  parseTag,
  type Manifest,
  type ManifestReferenceText,
} from '@margo-registry/oci';
import type {
  DeleteManifest,
  DeleteManifestOutcome,
  ManifestReference,
  ManifestRow,
  MetadataStore,
  RecordManifest,
} from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { PackageJudge } from '../packages/package-judge.js';
import { RepositoryPolicy } from '../repositories/repository-policy.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { conditionFailed, fixed, missing, wrongSize } from './manifest-refusals.js';

/** Above this, clients do not read a manifest either (END7-03). */
export const MAXIMUM_MANIFEST_SIZE = 4 * 1024 * 1024;
/** More than any release tags at once, and few enough for one request line (END7-13 asks for ten). */
const MAXIMUM_TAGS = 100;

export interface PushManifest {
  readonly repository: string;
  readonly reference: ManifestReferenceText;
  readonly tags: readonly string[];
  readonly contentType: string | undefined;
  readonly payload: Buffer;
  /** Subject of the caller; `null` for whoever has no name. */
  readonly pushedBy: string | null;
  readonly ifMatch?: readonly string[];
  readonly ifNoneMatch?: readonly string[];
}

export interface PushedManifest {
  readonly digest: string;
  readonly subject: string | undefined;
  readonly tags: readonly string[];
  /** What is wrong with a package that was taken all the same. */
  readonly warnings: readonly string[];
}

/** Manifests and the tags that point to them; one transaction writes both. */
@Injectable()
export class ManifestsService {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    private readonly policy: RepositoryPolicy,
    private readonly judge: PackageJudge,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** Throws `manifest-unknown`, or `name-unknown` when there is no such repository. An impossible reference is just not there (TAG-03). */
  async get(repository: string, reference: ManifestReferenceText): Promise<ManifestRow> {
    const found =
      'malformed' in reference ? undefined : await this.metadata.queries.findManifest(repository, reference);
    if (!found) throw await this.unknown(repository, reference);
    return found;
  }

  /** Throws `manifest-invalid`, `digest-mismatch`, `manifest-blob-unknown`, `size-invalid`, `precondition-failed`, `too-many-tags`, `tag-invalid`, `package-invalid`, `version-fixed`. */
  async push(push: PushManifest): Promise<PushedManifest> {
    const tags = tagsOf(push);
    const manifest = parseManifest(push.payload, push.contentType);
    const digest = digestOf(push);
    const { warnings, isPackage, ...verdict } = await this.judge.judge({ ...push, tags });
    await this.record({
      ...factsOf(push, manifest, digest, tags),
      ...verdict,
      absentReferences: isPackage ? 'refuse' : this.absentReferences(push.repository),
      freshFor: this.settings.collection.freshFor,
    });
    return { digest, subject: manifest.subject?.digest, tags, warnings };
  }

  /**
   * A tag goes alone; a digest takes its tags along (END9-01, END9-02). Throws `manifest-in-use` for a child of an index, and
   * `precondition-failed` where `ifMatch` does not name the manifest.
   */
  async delete(
    repository: string,
    reference: ManifestReferenceText,
    ifMatch?: readonly string[],
  ): Promise<void> {
    if ('malformed' in reference) throw await this.unknown(repository, reference);
    const { freshFor } = this.settings.collection;
    const versionTags = this.policy.margo(repository).validation === 'enforce' ? 'fixed' : 'free';
    const deletion = { repository, freshFor, versionTags } as const;
    const result =
      'tag' in reference
        ? await this.metadata.commands.deleteTag({ ...deletion, tag: reference.tag, ifMatch })
        : await this.deleteManifest({ ...deletion, digest: reference.digest }, ifMatch);
    if (result.outcome === 'version-fixed') throw fixed(result);
    if (result.outcome === 'precondition-failed') throw conditionFailed(result.current);
    if (result.outcome === 'in-use')
      throw new OciError('manifest-in-use', {
        detail: { index: result.manifest },
        headers: { Allow: 'GET, HEAD, PUT' },
      });
    if (result.outcome !== 'deleted') throw await this.unknown(repository, reference);
  }

  /** A digest is its own entity tag, so the condition is judged without asking what is there. */
  private async deleteManifest(
    deletion: DeleteManifest,
    ifMatch: readonly string[] | undefined,
  ): Promise<DeleteManifestOutcome> {
    if (ifMatch !== undefined && !ifMatch.includes('*') && !ifMatch.includes(deletion.digest))
      throw conditionFailed(deletion.digest);
    return this.metadata.commands.deleteManifest(deletion);
  }

  private absentReferences(repository: string): 'refuse' | 'accept' {
    return this.policy.references(repository) === 'require' ? 'refuse' : 'accept';
  }

  private async record(facts: RecordManifest): Promise<void> {
    const result = await this.metadata.commands.recordManifest(facts);
    if (result.outcome === 'references-missing') throw missing(result.missing);
    if (result.outcome === 'size-mismatch') throw wrongSize(result);
    if (result.outcome === 'version-fixed') throw fixed(result);
    if (result.outcome === 'precondition-failed') throw conditionFailed(result.current);
  }

  private async unknown(
    repository: string,
    reference: ManifestReference | { malformed: string },
  ): Promise<OciError> {
    const known = await this.metadata.queries.hasRepository(repository);
    return known
      ? new OciError('manifest-unknown', { detail: { repository, ...reference } })
      : new OciError('name-unknown', { detail: { repository } });
  }
}

function tagsOf(push: PushManifest): string[] {
  const { reference } = push;
  if ('malformed' in reference) {
    throw reference.malformed.includes(':')
      ? new OciError('digest-invalid', { detail: { digest: reference.malformed } })
      : new OciError('tag-invalid', { detail: { tag: reference.malformed } });
  }
  const tags = new Set('tag' in reference ? [reference.tag] : []);
  for (const tag of push.tags) tags.add(parseTag(tag));
  if (tags.size > MAXIMUM_TAGS) throw new OciError('too-many-tags', { detail: { maximum: MAXIMUM_TAGS } });
  return [...tags];
}

/** The digest by the algorithm of the address asked for; sha256 for a tag (DIG-07). Throws `digest-mismatch`. */
function digestOf(push: PushManifest): string {
  const address = 'digest' in push.reference ? push.reference.digest : undefined;
  const algorithm = address ? digestAlgorithm(address) : 'sha256';
  const digest = `${algorithm}:${createHash(algorithm).update(push.payload).digest('hex')}`;
  if (address && address !== digest)
    throw new OciError('digest-mismatch', { detail: { expected: address, computed: digest } });
  return digest;
}

function factsOf(
  push: PushManifest,
  manifest: Manifest,
  digest: string,
  tags: string[],
): Omit<RecordManifest, 'absentReferences'> {
  return {
    repository: push.repository,
    digest,
    mediaType: manifest.mediaType,
    artifactType: manifest.referrerArtifactType ?? null,
    subject: manifest.subject?.digest ?? null,
    payload: push.payload,
    annotations: manifest.annotations ?? null,
    references: manifest.references.map(({ descriptor, kind, required }) => ({
      digest: descriptor.digest,
      size: descriptor.size,
      kind,
      required,
    })),
    tags,
    ifMatch: push.ifMatch,
    ifNoneMatch: push.ifNoneMatch,
    pushedBy: push.pushedBy,
  };
}
