import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The PEM certificates of a text, in their order; undefined where one of them cannot be read. */
export function splitCertificates(text: string): string[] | undefined {
  const blocks = text.match(BLOCK) ?? [];
  try {
    blocks.forEach((block) => new X509Certificate(block));
    return blocks;
  } catch {
    return undefined;
  }
}
