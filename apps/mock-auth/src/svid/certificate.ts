import { createPublicKey, createSign, randomBytes, type KeyObject } from 'node:crypto';
import { DER, writeDer } from './der.js';
import { KEY_USAGE, type KeyUsage } from './key-usage.js';

/** A certificate before it is signed. Times are seconds since 1970. */
export interface CertificateDraft {
  readonly subject: string;
  readonly issuer: string;
  /** Private key of the certificate's holder; only its public half is written. */
  readonly key: KeyObject;
  /** Private P-256 key of the issuer. */
  readonly signer: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly uris: readonly string[];
  readonly isAuthority: boolean;
  readonly keyUsage: readonly KeyUsage[];
}

/** Object identifiers: commonName, ecdsa-with-SHA256, basicConstraints, keyUsage, subjectAltName. */
const OID = {
  commonName: '550403',
  signature: '2a8648ce3d040302',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  subjectAltName: '551d11',
} as const;

const TRUE = writeDer(DER.boolean, Buffer.from([0xff]));
const ALGORITHM = writeDer(DER.sequence, oid('signature'));

/** An X.509 v3 certificate as PEM (RFC 5280 section 4.1), signed with ECDSA and SHA-256. For test certificates only. */
export function writeCertificate(draft: CertificateDraft): string {
  const body = writeBody(draft);
  const signature = createSign('sha256').update(body).sign(draft.signer);
  const der = writeDer(DER.sequence, body, ALGORITHM, writeDer(DER.bitString, Buffer.from([0]), signature));
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function writeBody({ subject, issuer, key, notBefore, notAfter, ...draft }: CertificateDraft): Buffer {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  return writeDer(
    DER.sequence,
    writeDer(DER.version, writeDer(DER.integer, Buffer.from([2]))),
    writeDer(DER.integer, serial),
    ALGORITHM,
    writeName(issuer),
    writeDer(DER.sequence, writeTime(notBefore), writeTime(notAfter)),
    writeName(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    writeExtensions(draft),
  );
}

function writeExtensions(draft: Pick<CertificateDraft, 'uris' | 'isAuthority' | 'keyUsage'>): Buffer {
  const authority = writeDer(DER.sequence, ...(draft.isAuthority ? [TRUE] : []));
  const names = draft.uris.map((uri) => writeDer(DER.uri, Buffer.from(uri)));
  const extensions = [
    writeExtension('basicConstraints', authority),
    ...(draft.keyUsage.length > 0 ? [writeExtension('keyUsage', writeKeyUsage(draft.keyUsage))] : []),
    ...(names.length > 0 ? [writeExtension('subjectAltName', writeDer(DER.sequence, ...names))] : []),
  ];
  return writeDer(DER.extensions, writeDer(DER.sequence, ...extensions));
}

const writeExtension = (name: keyof typeof OID, value: Buffer): Buffer =>
  writeDer(DER.sequence, oid(name), TRUE, writeDer(DER.octetString, value));

/** A named bit string: the octet, and how many of its lowest bits are unused. */
function writeKeyUsage(uses: readonly KeyUsage[]): Buffer {
  const octet = uses.reduce((bits, use) => bits | (0x80 >> KEY_USAGE[use]), 0);
  const unused = Math.clz32(octet & -octet) - 24;
  return writeDer(DER.bitString, Buffer.from([7 - unused, octet]));
}

const writeName = (name: string): Buffer =>
  writeDer(
    DER.sequence,
    writeDer(DER.set, writeDer(DER.sequence, oid('commonName'), writeDer(DER.utf8, Buffer.from(name)))),
  );

/** Two-digit years until 2049, four digits from then on (RFC 5280 section 4.1.2.5). */
function writeTime(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050'
    ? writeDer(DER.utcTime, Buffer.from(digits.slice(2)))
    : writeDer(DER.generalizedTime, Buffer.from(digits));
}

function oid(name: keyof typeof OID): Buffer {
  return writeDer(DER.oid, Buffer.from(OID[name], 'hex'));
}
