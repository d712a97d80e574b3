import type { X509Certificate } from 'node:crypto';

export const secondsOf = (date: string): number => Math.floor(Date.parse(date) / 1000);

/** Whether a certificate is valid at that second; both ends count (RFC 5280 section 4.1.2.5). */
export const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  secondsOf(validFrom) <= now && now <= secondsOf(validTo);

/** Whether signatures lead from the certificate over some of the intermediates to an anchor, all valid at that second. */
export function leadsToAnchor(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  now: number,
): boolean {
  if (anchors.some((anchor) => isIssuedBy(certificate, anchor, now))) return true;
  const issuer = intermediates.find((one) => isIssuedBy(certificate, one, now));
  if (issuer === undefined) return false;
  return leadsToAnchor(
    issuer,
    intermediates.filter((one) => one !== issuer),
    anchors,
    now,
  );
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate, now: number): boolean {
  return (
    issuer.ca &&
    isValidAt(issuer, now) &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey)
  );
}
