/** By what packages are looked for; compared in lower case. */
export type PackageWordKind = 'organization' | 'tag' | 'deployment-type' | 'architecture';

/** What the catalogue knows of one version of an application, read from its description. Plain data: it travels to the writer thread. */
export interface PackageFacts {
  /** Margo profile by which the description was read. */
  readonly profile: string;
  readonly applicationId: string;
  readonly name: string;
  readonly version: string;
  /** The tag that stands for this version: `+` is written `_`. */
  readonly versionTag: string;
  /** In byte order this sorts as SemVer does. */
  readonly versionOrder: string;
  readonly isPrerelease: boolean;
  /** No error was found: under `enforce` its version tag stays where it is. */
  readonly conforms: boolean;
  readonly tagline: string | null;
  readonly words: Readonly<Record<PackageWordKind, readonly string[]>>;
  /** The description as JSON. */
  readonly description: string;
}

/** What a check of a manifest against a profile found. */
export interface ReportFacts {
  readonly profile: string;
  readonly level: 'enforce' | 'warn';
  /** The findings as JSON. */
  readonly findings: string;
}

/** A report as it was stored; `checkedAt` in milliseconds since 1970. */
export interface ReportRow extends ReportFacts {
  readonly checkedAt: number;
}

/** What a manifest carries where it claims to be an application package. */
export interface PackageRecord {
  /** Null where the description could not be read well enough for the catalogue. */
  readonly facts: PackageFacts | null;
  readonly report: ReportFacts;
}
