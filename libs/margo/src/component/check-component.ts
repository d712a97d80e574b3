import type { Compatibility } from '../compatibility.js';
import type { Finding } from '../finding.js';
import type { PackageSource } from '../package/check-package.js';
import { PackageFindings } from '../package/package-findings.js';
import type { PackageManifest } from '../package/package-manifest.js';
import { compareFindings } from '../report/order.js';
import type { ValidationLevel } from '../rules/rule.js';
import { checkComposeArchive } from './archive-rules.js';
import { checkChart } from './chart-rules.js';
import { checkComposeManifest, checkComposeTags } from './compose-manifest-rules.js';
import { CHART_CONFIG, CHART_LAYER, COMPOSE_ARCHIVE, COMPOSE_LIKE, COMPOSE_PROJECT } from './media-types.js';

export type ComponentKind = 'compose' | 'helm';

export interface ComponentCheckOptions {
  readonly level: ValidationLevel;
  /** Tags that the manifest has or gets. */
  readonly tags?: readonly string[];
  readonly compatibility?: Compatibility;
}

export interface CheckedComponent {
  readonly kind: ComponentKind;
  /** Most severe first. */
  readonly findings: readonly Finding[];
}

/** What a manifest claims to be the component of; undefined for everything else. */
export function findComponentKind({
  artifactType = '',
  config,
  layers,
}: PackageManifest): ComponentKind | undefined {
  if (config?.mediaType === CHART_CONFIG) return 'helm';
  const types = [artifactType, ...layers.map(({ mediaType }) => mediaType)];
  const isCompose = types.some((type) => COMPOSE_LIKE.test(type) || type.startsWith(COMPOSE_PROJECT));
  return isCompose ? 'compose' : undefined;
}

/** Judges a component by its manifest, its tags and what is in its archive. Undefined for what is none. Throws only what `read` throws. */
export async function checkComponent(
  { manifest, read }: PackageSource,
  { level, tags = [], compatibility = {} }: ComponentCheckOptions,
): Promise<CheckedComponent | undefined> {
  const kind = findComponentKind(manifest);
  if (kind === undefined) return undefined;
  const findings = new PackageFindings(level, compatibility);
  const wanted = kind === 'helm' ? CHART_LAYER : COMPOSE_ARCHIVE;
  const layer = manifest.layers.find(({ mediaType }) => mediaType === wanted);
  const bytes = layer && (await read(layer));
  if (kind === 'compose') {
    checkComposeManifest(manifest, findings);
    checkComposeTags(manifest, tags, findings);
    if (bytes !== undefined) checkComposeArchive(bytes, findings);
  } else if (bytes !== undefined) checkChart(bytes, tags, findings);
  return { kind, findings: findings.list().sort(compareFindings) };
}
