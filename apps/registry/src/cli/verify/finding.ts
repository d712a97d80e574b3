/**
 * What can be found. A `fault` makes the exit code 1; a `note` is as it may be. The sentences follow what they are about: a blob, a
 * manifest, a place, or a number of them.
 */
export const FINDINGS = {
  'blob-missing': { severity: 'fault', sentence: 'its bytes are gone' },
  'blob-short': { severity: 'fault', sentence: 'its bytes are cut short' },
  'blob-wrong': { severity: 'fault', sentence: 'its bytes are not those of its digest' },
  'blob-marked': { severity: 'fault', sentence: 'it was found damaged before; push it again' },
  'manifest-wrong': { severity: 'fault', sentence: 'its bytes are not those of its digest' },
  'references-differ': {
    severity: 'fault',
    sentence: 'the references on record are not those that it lists',
  },
  'reference-unlinked': { severity: 'fault', sentence: 'it is here, and the manifest does not hold it' },
  'link-without-blob': { severity: 'fault', sentence: 'links lead to no blob: the database is damaged' },
  'tag-without-manifest': {
    severity: 'fault',
    sentence: 'tags lead to no manifest: the database is damaged',
  },
  'reference-without-target': {
    severity: 'fault',
    sentence: 'references lead to nothing: the database is damaged',
  },
  orphan: { severity: 'fault', sentence: 'no fact knows these bytes' },
  'reference-waiting': { severity: 'note', sentence: 'the manifest was accepted without it' },
  doomed: { severity: 'note', sentence: 'places of deleted content wait to be emptied' },
} as const satisfies Readonly<Record<string, { severity: 'fault' | 'note'; sentence: string }>>;

export type FindingKind = keyof typeof FINDINGS;

/** What a check has found. */
export interface Found {
  readonly kind: FindingKind;
  readonly digest?: string;
  /** Some of those that have it. */
  readonly repositories?: readonly string[];
  /** Place in the blob store. */
  readonly location?: string;
  /** Bytes in question. */
  readonly size?: number;
  /** The manifest that refers to `digest`. */
  readonly manifest?: string;
  /** How many rows or places, where they are counted and not named. */
  readonly count?: number;
  /** Marked as damaged by this run, so that clients push it again. */
  readonly repaired?: true;
}

/** The same, with what it means. */
export interface Finding extends Found {
  readonly severity: 'fault' | 'note';
  readonly sentence: string;
}
