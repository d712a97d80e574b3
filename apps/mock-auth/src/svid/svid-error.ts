/** Why a certificate chain is no X.509-SVID that is trusted here; the sentence says what to do. */
export class SvidError extends Error {
  override readonly name = 'SvidError';
}
