import type { Holder } from './identity.js';

/** What holders of X.509-SVIDs may do whose SPIFFE id the pattern covers; `subject` is the pattern. */
export interface Workload extends Holder {
  readonly pattern: string;
}

/** Segments are compared exactly (spec: SPIFFE ID, section 2): `spiffe://a/b/*` covers what is below `b`, not `b`. */
export function coversSpiffeId(pattern: string, spiffeId: string): boolean {
  if (pattern === '*' || pattern === spiffeId) return true;
  return pattern.endsWith('/*') && spiffeId.startsWith(pattern.slice(0, -1));
}
