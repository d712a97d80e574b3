import { checkDescription, type DescriptionReport } from '../check-description.js';
import type { Finding } from '../finding.js';
import type { Compatibility } from '../compatibility.js';
import { readPackageFacts, type PackageFacts } from '../facts/package-facts.js';
import { compareFindings } from '../report/order.js';
import type { ValidationLevel } from '../rules/rule.js';
import { checkLayers, listResources } from './layer-rules.js';
import { checkManifest } from './manifest-rules.js';
import { PackageFindings } from './package-findings.js';
import { findDescriptionLayer, type PackageLayer, type PackageManifest } from './package-manifest.js';
import { checkContent, checkNamedFiles } from './resource-rules.js';
import { checkTags, type TagRuleOptions } from './tag-rules.js';
import { checkTitles } from './title-rules.js';

/** A package to check: its manifest, and a way to the bytes of its layers. */
export interface PackageSource {
  readonly manifest: PackageManifest;
  /** The bytes of a layer, or of a larger one the beginning; undefined where they are not at hand, which a finding says. */
  readonly read: (layer: PackageLayer) => Promise<Uint8Array | undefined>;
}

export interface PackageCheckOptions {
  readonly level: ValidationLevel;
  /** `auto`, or the name of a profile. */
  readonly profile: string;
  /** Tags that the manifest gets. */
  readonly tags?: readonly string[];
  /** Tags that point to it already. */
  readonly presentTags?: readonly string[];
  /** Tags that need not be the version. */
  readonly aliases?: readonly string[];
  readonly compatibility?: Compatibility;
}

export interface CheckedPackage {
  /** The profile that the description was judged by; undefined where none was recognised. */
  readonly profile: string | undefined;
  /** Most severe first, then by document and place. */
  readonly findings: readonly Finding[];
  /** For the catalogue; undefined where the description could not be read well enough. */
  readonly facts: PackageFacts | undefined;
  /** Undefined where there is no description, or its bytes are not at hand. */
  readonly description: DescriptionReport | undefined;
}

/** Judges a whole package by every rule of its manifest, its description, its resources and its tags. Throws only what `read` throws. */
export async function checkPackage(
  source: PackageSource,
  options: PackageCheckOptions,
): Promise<CheckedPackage> {
  const { manifest } = source;
  const findings = new PackageFindings(options.level, options.compatibility ?? {});
  checkManifest(manifest, findings);
  checkTitles(manifest, findings);
  const description = await readDescription(source, options, findings);
  const facts = description?.description && readPackageFacts(description.description);
  if (facts !== undefined) checkTags(facts.version, tagsOf(options), findings);
  await checkResources(source, facts, findings);
  const all = [...findings.list(), ...(description?.findings ?? [])].sort(compareFindings);
  return { profile: description?.profile, findings: all, facts, description };
}

async function readDescription(
  { manifest, read }: PackageSource,
  { level, profile, compatibility }: PackageCheckOptions,
  findings: PackageFindings,
): Promise<DescriptionReport | undefined> {
  const layer = findDescriptionLayer(manifest);
  if (layer === undefined) return undefined;
  const bytes = await read(layer);
  if (bytes !== undefined) return checkDescription(bytes, { level, profile, compatibility });
  findings.add('PKG-01', 'The description is not at hand, or far too large. Push it with the package.', {
    document: 'description',
  });
  return undefined;
}

function tagsOf({ tags = [], aliases = [], presentTags }: PackageCheckOptions): TagRuleOptions {
  return { tags, aliases, present: presentTags };
}

async function checkResources(
  { manifest, read }: PackageSource,
  facts: PackageFacts | undefined,
  findings: PackageFindings,
): Promise<void> {
  const named = facts?.resources ?? {};
  const resources = listResources(manifest, named);
  checkLayers(resources, findings);
  if (facts !== undefined) checkNamedFiles(resources, named, findings);
  for (const resource of resources) checkContent(resource, await read(resource.layer), findings);
}
