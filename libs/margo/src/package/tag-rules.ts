import { quoted } from '../path.js';
import { tagOfVersion } from '../version.js';
import type { PackageFindings } from './package-findings.js';

/** Tags that stand for signatures, attestations and lists of referrers (TAG-06). */
const ATTACHED = /^sha(256|512)-[0-9a-f]{64,128}(\.[a-z]+)?$/;

export interface TagRuleOptions {
  /** Tags that the manifest gets. */
  readonly tags: readonly string[];
  /** Tags that need not be the version. */
  readonly aliases: readonly string[];
  /** Tags that point to the manifest already. */
  readonly present?: readonly string[];
}

/** TAG-01 and TAG-03: a tag is the version, an alias, or belongs to something attached. */
export function checkTags(
  version: string,
  { tags, aliases, present = [] }: TagRuleOptions,
  findings: PackageFindings,
): void {
  const expected = tagOfVersion(version);
  const judged = tags.filter((tag) => !ATTACHED.test(tag));
  for (const tag of judged.filter((tag) => tag !== expected && !aliases.includes(tag)))
    findings.add(
      'TAG-01',
      `The tag ${quoted(tag)} is not the version of the package, ${quoted(version)}; push it as ${quoted(expected)}, or correct metadata.version.`,
      { document: 'manifest', path: '' },
    );
  const alias = judged.find((tag) => tag !== expected && aliases.includes(tag));
  if (alias !== undefined && ![...tags, ...present].includes(expected))
    findings.add(
      'TAG-03',
      `The alias ${quoted(alias)} points to a package that its version tag does not point to; push ${quoted(expected)} first, or along with it.`,
      { document: 'manifest', path: '' },
    );
}
