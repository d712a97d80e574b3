const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

/** A version by which rows of a database are sorted. */
export interface OrderedVersion {
  /** In byte order this sorts as SemVer 2.0.0, section 11, does; what is no version at all sorts before every version. */
  readonly order: string;
  readonly isPrerelease: boolean;
}

/** Reads `v1.0` as 1.0.0 too: it is how some publish. Build metadata does not count. */
export function orderVersion(version: string): OrderedVersion {
  const match = VERSION.exec(version);
  if (match === null) return { order: ` ${version}`, isPrerelease: false };
  const [, major = '0', minor = '0', patch = '0', prerelease] = match;
  const core = [major, minor, patch].map(orderNumber).join('');
  const identifiers = prerelease === undefined ? '' : prerelease.split('.').map(orderIdentifier).join(' ');
  return { order: `${core} ${identifiers}`.trimEnd(), isPrerelease: prerelease !== undefined };
}

/** Longer numbers are larger: the number of digits goes in front, as a letter (all beyond 25 digits alike). */
function orderNumber(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, '');
  return String.fromCharCode(97 + Math.min(plain.length, 25)) + plain;
}

/** Numbers before words, each kind among itself. */
function orderIdentifier(identifier: string): string {
  return /^\d+$/.test(identifier) ? `1${orderNumber(identifier)}` : `2${identifier}`;
}
