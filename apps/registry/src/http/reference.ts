/** A reference of this registry as people write it, in its two halves. Neither is judged yet. */
export interface SplitReference {
  readonly repository: string;
  /** A tag or a digest; empty where there is none. */
  readonly reference: string;
}

/** Splits `acme/pump:1.0.0` and `acme/pump@sha256:…`. Never throws: what cannot be split is a repository alone. */
export function splitReference(text: string): SplitReference {
  const at = text.indexOf('@');
  const mark = at < 0 ? text.lastIndexOf(':') : at;
  if (mark < 0) return { repository: text, reference: '' };
  return { repository: text.slice(0, mark), reference: text.slice(mark + 1) };
}
