import type { X509Certificate } from 'node:crypto';
import { DER, readDer, readDerList, type DerValue } from './der.js';

/** Uses that a key's certificate allows (RFC 5280 section 4.2.1.3), by bit. */
export const KEY_USAGE = { digitalSignature: 0, keyCertSign: 5, cRLSign: 6 } as const;
export type KeyUsage = keyof typeof KEY_USAGE;

/** `id-ce-keyUsage`, 2.5.29.15. */
const OID = Buffer.from([0x55, 0x1d, 0x0f]);

/** What the extension says; undefined where the certificate has none. Node does not tell. @throws RangeError */
export function findKeyUsage(certificate: X509Certificate): ReadonlySet<KeyUsage> | undefined {
  const tbs = readDerList(readDer(certificate.raw).content)[0]?.content ?? Buffer.alloc(0);
  const wrapped = readDerList(tbs).find(({ tag }) => tag === DER.extensions)?.content;
  if (wrapped === undefined) return undefined;
  const extensions = readDerList(readDer(wrapped).content).map(({ content }) => readDerList(content));
  const value = extensions.find(([oid]) => oid?.content.equals(OID))?.at(-1);
  return value && usesOf(readDer(value.content));
}

/** A bit string: the first octet counts unused bits, bit 0 is the highest of the next. */
function usesOf({ content }: DerValue): ReadonlySet<KeyUsage> {
  const names = Object.keys(KEY_USAGE) as KeyUsage[];
  const octet = content[1] ?? 0;
  return new Set(names.filter((name) => octet & (0x80 >> KEY_USAGE[name])));
}
