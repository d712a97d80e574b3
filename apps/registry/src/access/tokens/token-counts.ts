/** What happened to tokens since the start. Plain numbers: looking a token up is on the way of every request. */
export class TokenCounts {
  /** Known from a moment ago. */
  hit = 0;
  /** Not known, so verified. */
  miss = 0;
  /** Verified whatever was known: pushes, deletes and what administrators do. */
  anew = 0;
}

/** What became of questions to the authorization server (RFC 7662). */
export class IntrospectionCounts {
  active = 0;
  inactive = 0;
  /** No answer, or none that says yes or no. */
  failed = 0;
  /** Not asked, because it had failed again and again. */
  spared = 0;
}
