export type EntryType = 'file' | 'directory' | 'symbolic link' | 'hard link' | 'special file';

/** One entry of an archive as it is written there, safe or not. */
export interface ArchiveEntry {
  readonly path: string;
  readonly type: EntryType;
  /** Unix permission bits with setuid (04000), setgid (02000) and sticky (01000); 0 where the archive has none. */
  readonly mode: number;
  /** Where a link points to; empty for other types. */
  readonly target: string;
  /** Empty for everything but files. */
  readonly bytes: Uint8Array;
}

/** What an archive may hold at most. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of all files together, unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked bytes for each packed one, where there is more than a mebibyte of them. */
  readonly ratio: number;
}

/** Of a package's folder: a description, an icon and three texts. */
export const PACKAGE_ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 1000,
  unpackedBytes: 32 * 1024 * 1024,
  ratio: 200,
};
