import type { X509Certificate } from 'node:crypto';
import { findExtension } from './extension.js';

/** Uses that a key's certificate allows (RFC 5280 section 4.2.1.3), by bit. */
export const KEY_USAGE = { digitalSignature: 0, keyCertSign: 5, cRLSign: 6 } as const;
export type KeyUsage = keyof typeof KEY_USAGE;

/** What the extension says, a bit string: bit 0 is the highest of its second octet. Nothing where there is none. */
export function keyUsageOf(certificate: X509Certificate): ReadonlySet<KeyUsage> {
  const names = Object.keys(KEY_USAGE) as KeyUsage[];
  const octet = findExtension(certificate, 'keyUsage')?.content[1] ?? 0;
  return new Set(names.filter((name) => octet & (0x80 >> KEY_USAGE[name])));
}
