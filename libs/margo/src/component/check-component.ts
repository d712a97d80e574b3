import type { Compatibility } from '../compatibility.js';
import type { Finding } from '../finding.js';
import type { ArchiveLimits } from '../folder/archive-entry.js';
import type { Unpack } from '../folder/read-archive.js';
import type { PackageSource } from '../package/check-package.js';
import { PackageFindings } from '../package/package-findings.js';
import type { PackageManifest } from '../package/package-manifest.js';
import { compareFindings } from '../report/order.js';
import type { ValidationLevel } from '../rules/rule.js';
import { checkComposeArchive, COMPONENT_ARCHIVE_LIMITS, type PackedArchive } from './archive-rules.js';
import { checkChart } from './chart-rules.js';
import { findComponentKind, type ComponentKind } from './component-kind.js';
import { checkComposeManifest, checkComposeTags } from './compose-manifest-rules.js';
import { CHART_LAYER, COMPOSE_ARCHIVE } from './media-types.js';

/** A component to check; where `read` gives undefined for its archive, a finding says that nobody looked into it. */
export interface ComponentSource extends Pick<PackageSource, 'manifest' | 'read'> {
  /** For whoever would rather not unpack in this thread. */
  readonly unpack?: Unpack;
}

export interface ComponentCheckOptions {
  readonly level: ValidationLevel;
  /** Tags that the manifest has or gets. */
  readonly tags?: readonly string[];
  readonly compatibility?: Compatibility;
  /** Of the archive; those of `COMPONENT_ARCHIVE_LIMITS` unless said. */
  readonly limits?: ArchiveLimits;
}

export interface CheckedComponent {
  readonly kind: ComponentKind;
  /** Most severe first. */
  readonly findings: readonly Finding[];
}

/** Judges a component by its manifest, its tags and what is in its archive. Undefined for what is none. Throws only what `read` and `unpack` throw; an `ArchiveError` of the latter is a finding. */
export async function checkComponent(
  source: ComponentSource,
  { level, tags = [], compatibility = {}, limits = COMPONENT_ARCHIVE_LIMITS }: ComponentCheckOptions,
): Promise<CheckedComponent | undefined> {
  const { manifest } = source;
  const kind = findComponentKind(manifest);
  if (kind === undefined) return undefined;
  const findings = new PackageFindings(level, compatibility);
  if (kind === 'compose') {
    checkComposeManifest(manifest, findings);
    checkComposeTags(manifest, tags, findings);
  }
  const archive = await readArchiveLayer(source, kind, limits, findings);
  if (archive !== undefined && kind === 'compose') await checkComposeArchive(archive, findings);
  if (archive !== undefined && kind === 'helm') await checkChart(archive, tags, findings);
  return { kind, findings: findings.list().sort(compareFindings) };
}

async function readArchiveLayer(
  { manifest, read, unpack }: ComponentSource,
  kind: ComponentKind,
  limits: ArchiveLimits,
  findings: PackageFindings,
): Promise<PackedArchive | undefined> {
  const layer = findArchiveLayer(manifest, kind);
  if (layer === undefined) return undefined;
  const bytes = await read(layer);
  if (bytes !== undefined) return { bytes, limits, unpack };
  findings.add(
    kind === 'compose' ? 'COMP-08' : 'HELM-01',
    `The archive, of ${layer.size} bytes, is not at hand or larger than what is looked into; check it with margo-check where it is packed.`,
    { document: 'component', isAdvice: true },
  );
  return undefined;
}

function findArchiveLayer(
  { layers }: PackageManifest,
  kind: ComponentKind,
): PackageManifest['layers'][number] | undefined {
  const wanted = kind === 'helm' ? CHART_LAYER : COMPOSE_ARCHIVE;
  return layers.find(({ mediaType }) => mediaType === wanted);
}
