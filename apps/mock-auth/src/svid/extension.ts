import type { X509Certificate } from 'node:crypto';
import { DER, readDer, readDerList, type DerValue } from './der.js';

/** Extensions of RFC 5280 section 4.2.1 that Node does not tell: content of their object identifiers. */
const OID = {
  keyUsage: Buffer.from([0x55, 0x1d, 0x0f]),
  basicConstraints: Buffer.from([0x55, 0x1d, 0x13]),
} as const;

/** The value of an extension; undefined where the certificate has none. @throws RangeError */
export function findExtension(certificate: X509Certificate, name: keyof typeof OID): DerValue | undefined {
  const tbs = readDerList(readDer(certificate.raw).content)[0]?.content ?? Buffer.alloc(0);
  const wrapped = readDerList(tbs).find(({ tag }) => tag === DER.extensions)?.content;
  if (wrapped === undefined) return undefined;
  const extensions = readDerList(readDer(wrapped).content).map(({ content }) => readDerList(content));
  const value = extensions.find(([oid]) => oid?.content.equals(OID[name]))?.at(-1);
  return value && readDer(value.content);
}

/**
 * Whether the certificate says that it is one of an authority. Node's `ca` also wants a key usage that fits, and so does
 * not see a leaf that only claims to be one.
 */
export function claimsAuthority(certificate: X509Certificate): boolean {
  const constraints = findExtension(certificate, 'basicConstraints');
  const [first] = constraints ? readDerList(constraints.content) : [];
  return first?.tag === DER.boolean && first.content[0] !== 0;
}
