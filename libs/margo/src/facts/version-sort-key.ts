import semver from 'semver';

/** Versions as people write them: SemVer, also with a leading v, and with fewer numbers. */
const LENIENT = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?$/;

/** Below every character of an identifier, so that a shorter identifier or list sorts first. */
const END = '!';
const RELEASE = '~';
const PRE_RELEASE = '-';

const ORDERED = '1';
const UNORDERED = '0';

/**
 * A text whose order by bytes (`COLLATE "C"`, BINARY) is the order of SemVer 2.0.0, chapter 11; build metadata has no
 * part in it. Versions that SemVer cannot order come before all others, by their text.
 */
export function versionSortKey(version: string): string {
  const parsed = parseVersion(version);
  if (!parsed) return UNORDERED + version;
  const numbers = parsed.numbers.map(sortableNumber).join('');
  const { prerelease } = parsed;
  const rest = prerelease.length === 0 ? RELEASE : PRE_RELEASE + prerelease.map(sortableIdentifier).join('');
  return ORDERED + numbers + rest;
}

/** Whether a version is a pre-release of SemVer 2.0.0. */
export function isPrerelease(version: string): boolean {
  return (parseVersion(version)?.prerelease.length ?? 0) > 0;
}

interface ParsedVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

function parseVersion(version: string): ParsedVersion | undefined {
  const parsed = semver.parse(version);
  if (parsed) {
    const numbers = [parsed.major, parsed.minor, parsed.patch].map(String);
    return { numbers, prerelease: parsed.prerelease.map(String) };
  }
  const [, ...written] = LENIENT.exec(version) ?? [];
  if (written.length === 0) return undefined;
  return { numbers: written.map((digits = '0') => String(Number(digits))), prerelease: [] };
}

/** More digits are more; the same number of digits compares as text. */
function sortableNumber(digits: string): string {
  return String(digits.length).padStart(2, '0') + digits;
}

/** Numbers come before words. */
function sortableIdentifier(identifier: string): string {
  const isNumber = /^\d+$/.test(identifier);
  return (isNumber ? `0${sortableNumber(identifier)}` : `1${identifier}`) + END;
}
