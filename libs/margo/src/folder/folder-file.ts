/** A file of a package's folder. */
export interface FolderFile {
  /** From the folder, separated by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}
