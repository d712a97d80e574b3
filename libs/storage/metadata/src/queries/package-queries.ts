import type { PackageFacts, PackageWordKind, ReportRow } from '../package-facts.js';
import type { NameRange } from './name-range.js';
import type { Page } from './page.js';

/** One version of an application in the catalogue. */
export interface PackageVersion {
  readonly version: string;
  readonly digest: string;
  readonly isPrerelease: boolean;
  readonly conforms: boolean;
}

/** An application of a repository as a list shows it: its newest version, and all of them. */
export interface ApplicationRow {
  readonly repository: string;
  readonly applicationId: string;
  readonly name: string;
  readonly tagline: string | null;
  readonly profile: string;
  /** Newest first by SemVer, releases before pre-releases. */
  readonly versions: readonly PackageVersion[];
}

/** By what applications are looked for; every word is one of the newest version's. Text is looked for in name and tagline. */
export type PackageFilter = { readonly [Kind in PackageWordKind]?: string } & { readonly text?: string };

/** Strictly behind this application; it need not exist. */
export interface ApplicationKey {
  readonly repository: string;
  readonly applicationId: string;
}

export interface ApplicationRequest {
  readonly filter: PackageFilter;
  readonly after?: ApplicationKey;
  readonly limit: number;
  /** Repositories that the list may show, in byte order and apart from each other; absent: all of them. */
  readonly within?: readonly NameRange[];
}

/** A package by its manifest. */
export type PackageRow = Omit<PackageFacts, 'words' | 'versionOrder'> & { readonly digest: string };

export interface PackageQueries {
  /** Applications of which a version is tagged, by repository and id in byte order. */
  listApplications(request: ApplicationRequest): Promise<Page<ApplicationRow>>;
  findPackage(repository: string, digest: string): Promise<PackageRow | undefined>;
  findReport(repository: string, digest: string): Promise<ReportRow | undefined>;
}
