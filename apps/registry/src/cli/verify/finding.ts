/**
 * What can be found. A `fault` makes the exit code 1; a `note` is as it may be.
 *
 * | kind | meaning | |
 * |---|---|---|
 * | `blob-missing` | no bytes where the facts say that they are | fault |
 * | `blob-short` | fewer bytes than the facts say | fault |
 * | `blob-wrong` | bytes of another digest | fault |
 * | `blob-marked` | found damaged before, and not pushed again since | fault |
 * | `manifest-wrong` | a manifest's bytes are not those of its digest | fault |
 * | `reference-unlinked` | a manifest refers to what is here, and nothing keeps it from being deleted | fault |
 * | `references-differ` | the references on record are not those of the manifest | fault |
 * | `dangling` | rows whose other end is gone: the database itself is damaged | fault |
 * | `orphan` | bytes in the blob store that no fact knows | fault |
 * | `reference-waiting` | a manifest was accepted while this was absent | note |
 * | `doomed` | bytes of deleted content, which go after their grace time | note |
 */
export type FindingKind =
  | 'blob-missing'
  | 'blob-short'
  | 'blob-wrong'
  | 'blob-marked'
  | 'manifest-wrong'
  | 'reference-unlinked'
  | 'references-differ'
  | 'dangling'
  | 'orphan'
  | 'reference-waiting'
  | 'doomed';

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'fault' | 'note';
  readonly digest?: string;
  /** Some of those that have it. */
  readonly repositories?: readonly string[];
  readonly location?: string;
  /** Bytes in question. */
  readonly size?: number;
  /** The manifest that refers to `digest`. */
  readonly manifest?: string;
  /** How many rows or places, where they are counted and not named. */
  readonly count?: number;
  /** Marked as damaged by this run, so that clients push it again. */
  readonly repaired?: true;
  readonly sentence: string;
}
