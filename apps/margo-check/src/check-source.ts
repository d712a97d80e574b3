import {
  checkComponent,
  checkDescription,
  checkPackage,
  claimsPackage,
  readPackageFacts,
  tagOfVersion,
  type CheckedPackage,
} from '@margo-registry/margo';
import type { CheckOptions } from './check-options.js';
import type { OpenedSource } from './sources/opened-source.js';

/** A package is judged as a registry does it; a Compose component or a Helm chart by the rules of components. */
export async function checkSource(source: OpenedSource, options: CheckOptions): Promise<CheckedPackage> {
  if (source.descriptionAlone !== undefined) return checkAlone(source.descriptionAlone, source.tags, options);
  const component = claimsPackage(source.manifest)
    ? undefined
    : await checkComponent(source, { ...options, tags: source.tags });
  if (component === undefined) return checkPackageAt(source, options);
  return { findings: component.findings, profile: undefined, facts: undefined, description: undefined };
}

/** Of a description alone: neither the files that it names nor an alias can be judged. */
function checkAlone(
  bytes: Uint8Array,
  tags: readonly string[],
  { level, profile, alias }: CheckOptions,
): CheckedPackage {
  const tag = tags.find((one) => !alias.includes(one));
  const description = checkDescription(bytes, { level, profile, ...(tag === undefined ? {} : { tag }) });
  const facts = description.description && readPackageFacts(description.description);
  return { profile: description.profile, findings: description.findings, facts, description };
}

/** For an alias, whether the version tag points to the same manifest is asked as well. */
async function checkPackageAt(source: OpenedSource, options: CheckOptions): Promise<CheckedPackage> {
  const { level, profile, alias: aliases } = options;
  const { tags } = source;
  const checked = await checkPackage(source, { level, profile, tags, aliases });
  const version = checked.facts?.version;
  const expected = version === undefined ? undefined : tagOfVersion(version);
  const asksForVersionTag = checked.findings.some(({ rule }) => rule === 'TAG-03');
  if (!asksForVersionTag || expected === undefined || !(await source.hasTag(expected))) return checked;
  return checkPackage(source, { level, profile, tags, aliases, presentTags: [expected] });
}
