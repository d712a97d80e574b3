import type { Compatibility } from './compatibility.js';
import type { CheckedDescription } from './cross-references/check.js';
import { CROSS_REFERENCE_CHECKS } from './cross-references/checks.js';
import { Cursor } from './cursor.js';
import { FindingList } from './finding-list.js';
import type { Finding } from './finding.js';
import { quoted } from './path.js';
import { PROFILES, findProfile } from './profiles/catalogue.js';
import { recognizeProfile } from './profiles/recognition.js';
import type { Profile } from './profiles/profile.js';
import { checkProfileWords, checkToleratedWords } from './profile-words.js';
import type { ValidationLevel } from './rules/rule.js';
import { checkSchema } from './schema/check-schema.js';
import { checkVersion } from './version.js';
import { readDescription, type ReadDescription } from './yaml/description-reader.js';
import type { DescriptionSource } from './yaml/source.js';

/** A description as plain data, of whatever shape it was pushed in. */
export type PlainDescription = Readonly<Record<string, unknown>>;

export interface DescriptionOptions {
  /** `auto`, or the name of a profile, of which no other is then accepted. */
  readonly profile: string;
  /** The tag that the package is pushed or pulled by; absent where a check is about the digest alone. */
  readonly tag?: string;
  /** Severities are those of this level; `enforce` unless said. */
  readonly level?: ValidationLevel;
  readonly compatibility?: Compatibility;
  /** The profiles to choose from; those of the specification unless said. */
  readonly profiles?: readonly Profile[];
}

export interface DescriptionReport {
  /** The profile that was applied; absent where none was recognised. */
  readonly profile?: string;
  readonly findings: readonly Finding[];
  /** The description as plain data where it is a mapping, also beside errors. A version that is a number is its text. */
  readonly description?: PlainDescription;
  /** The text, for excerpts. */
  readonly source: DescriptionSource;
}

/**
 * Everything that is wrong with a description. Throws for no bytes.
 *
 * @throws RangeError for a profile that does not exist, which is a mistake of the caller
 */
export function checkDescription(bytes: Uint8Array, options: DescriptionOptions): DescriptionReport {
  const { profiles = PROFILES, level = 'enforce', compatibility = {} } = options;
  const pinned = getPinned(options.profile, profiles);
  const read = readDescription(bytes);
  const findings = new FindingList(read.source, level, compatibility);
  if (!read.root) return reportFault(read, findings);
  const root = new Cursor([], read.root);
  const profile = pinned ?? recognizeProfile(root, profiles);
  const report = { description: toDescription(root), source: read.source };
  if (!profile) return { ...report, findings: reportUnknown(root, profiles, findings) };
  runChecks({ root, profile, findings }, options.tag);
  return { profile: profile.name, findings: findings.list(), ...report };
}

function getPinned(name: string, profiles: readonly Profile[]): Profile | undefined {
  if (name === 'auto') return undefined;
  const profile = findProfile(name, profiles);
  if (!profile) throw new RangeError(`There is no profile ${quoted(name)}.`);
  return profile;
}

function runChecks(description: CheckedDescription, tag: string | undefined): void {
  checkProfileWords(description);
  checkSchema(description);
  checkToleratedWords(description);
  checkVersion(description, tag);
  for (const rule of description.profile.crossReferences) CROSS_REFERENCE_CHECKS[rule](description);
}

function reportFault({ fault, source }: ReadDescription, findings: FindingList): DescriptionReport {
  if (fault) {
    const position = fault.span && source.position(fault.span);
    findings.add(fault.rule, [], { message: fault.message, position });
  }
  return { findings: findings.list(), source };
}

function reportUnknown(root: Cursor, profiles: readonly Profile[], findings: FindingList): Finding[] {
  const version = root.at('apiVersion');
  const known = [...new Set(profiles.flatMap(({ apiVersions }) => apiVersions))];
  const message = `${quoted(version.source ?? '')} is not an apiVersion of Margo. Write ${known.join(' or ')}.`;
  findings.add('PKG-02', version.path, { message });
  return findings.list();
}

function toDescription(root: Cursor): PlainDescription {
  const plain = root.plain as PlainDescription;
  const version = root.at('metadata', 'version');
  if (version.number === undefined) return plain;
  return { ...plain, metadata: { ...(plain.metadata as PlainDescription), version: version.source } };
}
