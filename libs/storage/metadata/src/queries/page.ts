/** A page in byte order; `more` tells whether something follows. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

export interface PageRequest {
  /** Strictly behind this key; it need not exist. */
  readonly after?: string;
  readonly limit: number;
}
