/** An X.509-SVID that was found good. */
export interface Svid {
  readonly spiffeId: string;
  /** Second since 1970 at which it expires. */
  readonly notAfter: number;
}
