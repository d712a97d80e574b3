import type { PackageSource } from '@margo-registry/margo';

/** A package that can be checked, wherever it is. */
export interface OpenedSource extends PackageSource {
  /** For people: a path or a reference. */
  readonly subject: string;
  /** What annotations of files point to: the description where it is a file, else the subject. */
  readonly file: string;
  /** Of the manifest; null where there is none. */
  readonly digest: string | null;
  /** The bytes of a description of which the package was not seen. */
  readonly descriptionAlone?: Uint8Array;
  readonly tags: readonly string[];
  /** Files of the folder that are no part of the package. */
  readonly leftOut: readonly string[];
  /** Whether a tag points to the same manifest. */
  readonly hasTag: (tag: string) => Promise<boolean>;
}
