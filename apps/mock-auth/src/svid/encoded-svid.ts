import { X509Certificate } from 'node:crypto';
import { splitCertificates } from './pem.js';
import { SvidError } from './svid-error.js';

/** Enough for any chain in use; each certificate costs a signature to check. */
const MOST_CERTIFICATES = 10;

/** A chain, leaf first, as it comes as a `subject_token`: base64 (or base64url) of its PEM text. @throws SvidError */
export function decodeSvid(token: string): X509Certificate[] {
  const text = Buffer.from(token, 'base64').toString('latin1');
  const blocks = splitCertificates(text);
  if (blocks === undefined) throw new SvidError('The subject_token holds a certificate that cannot be read.');
  if (blocks.length === 0) {
    throw new SvidError('The subject_token must be base64 of the PEM certificate chain, leaf first.');
  }
  if (blocks.length > MOST_CERTIFICATES) {
    throw new SvidError(`The chain has ${blocks.length} certificates; ${MOST_CERTIFICATES} are the most.`);
  }
  return blocks.map((block) => new X509Certificate(block));
}

/** The other way round, for clients. */
export const encodeSvid = (chainPem: string): string => Buffer.from(chainPem).toString('base64');
