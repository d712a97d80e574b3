/** A tag that is the version of a package that was accepted without an error: it stays where it is. */
export interface FixedVersion {
  readonly outcome: 'version-fixed';
  readonly tag: string;
  /** Digest of the package. */
  readonly digest: string;
}
