import { isTag } from '@margo-registry/oci';
import semver from 'semver';
import type { CheckedDescription } from './cross-references/check.js';
import { quoted } from './path.js';

/** The tag of a version: `+` is not allowed in tags and becomes `_`. */
export function tagOfVersion(version: string): string {
  return version.replaceAll('+', '_');
}

/** Whether a text is a version of SemVer 2.0.0, to the letter. */
export function isSemVer(text: string): boolean {
  const parsed = semver.parse(text);
  if (!parsed) return false;
  const build = parsed.build.length > 0 ? `+${parsed.build.join('.')}` : '';
  return parsed.version + build === text;
}

/** PKG-04, TAG-01 and TAG-05: what the version says, by its text in the document. */
export function checkVersion({ root, findings }: CheckedDescription, tag: string | undefined): void {
  const version = root.at('metadata', 'version');
  const text = version.source;
  if (text === undefined || !version.exists) return;
  if (version.number !== undefined) {
    const message = `YAML reads ${text} as a number, and readers may change it (1.10 becomes 1.1). Put it in quotes: "${text}".`;
    findings.add('PKG-04', version.path, { message });
  }
  const problem = findTagProblem(text, tag);
  if (problem) findings.add('TAG-01', version.path, { message: problem });
  if (isSemVer(text)) return;
  const remedy = /^v\d/.test(text) ? 'Leave out the v' : 'Write major.minor.patch, such as 1.0.0';
  findings.add('TAG-05', version.path, {
    message: `${quoted(text)} is not a SemVer 2.0.0 version. ${remedy}.`,
  });
}

function findTagProblem(version: string, tag: string | undefined): string | undefined {
  const wanted = tagOfVersion(version);
  if (!isTag(wanted))
    return `${quoted(version)} cannot be a tag. Use letters, digits, dots and dashes, at most 128 of them.`;
  if (tag === undefined || tag === wanted) return undefined;
  return `The tag is ${quoted(tag)} and the version ${quoted(version)}. Push it as ${quoted(wanted)}, or change metadata.version.`;
}
