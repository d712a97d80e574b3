export interface ReferenceFact {
  readonly digest: string;
  readonly kind: 'config' | 'layer' | 'manifest';
  /** Size by the descriptor; compared with the stored one where the reference is required. */
  readonly size: number;
  /** False for what may stay absent for ever (nondistributable layers, layers with `urls`). */
  readonly required: boolean;
}
