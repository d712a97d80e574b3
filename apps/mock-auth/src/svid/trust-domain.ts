import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeCertificate } from './certificate.js';
import { encodeSvid } from './encoded-svid.js';
import type { KeyUsage } from './key-usage.js';

const HOUR = 3600;
const TEN_YEARS = 10 * 365 * 24 * HOUR;

/** What may be otherwise in an SVID, right or wrong. Times are seconds since 1970. */
export interface SvidOptions {
  /** An hour ago by default. */
  readonly notBefore?: number;
  /** In an hour by default. */
  readonly notAfter?: number;
  /** URI names instead of the one SPIFFE id. */
  readonly uris?: readonly string[];
  /** Marks the leaf as an authority, which an SVID must not be. */
  readonly isAuthority?: boolean;
  readonly keyUsage?: readonly KeyUsage[];
  /** Whether an intermediate authority signs; it is then part of the chain. */
  readonly throughIntermediate?: boolean;
}

/** An SVID with its key. */
export interface TestSvid {
  /** PEM, leaf first. */
  readonly chain: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** The chain as token exchange takes it in `subject_token`. */
  readonly encoded: string;
}

/** An authority for X.509-SVIDs of one trust domain, for tests. */
export interface TestTrustDomain {
  readonly name: string;
  /** The anchor, PEM: `trustDomains[].bundle` of the identities. */
  readonly bundle: string;
  /** An SVID for a path such as `/margo/wfm/w1`, or for a whole SPIFFE id. */
  issueSvid(id: string, options?: SvidOptions): TestSvid;
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A trust domain with a fresh P-256 authority. */
export function createTrustDomain(name: string): TestTrustDomain {
  const now = Math.floor(Date.now() / 1000);
  const times = { notBefore: now - TEN_YEARS, notAfter: now + TEN_YEARS };
  const root = createAuthority(`${name} root`, times);
  const intermediate = createAuthority(`${name} intermediate`, times, root);
  return {
    name,
    bundle: root.certificate,
    issueSvid: (id, options = {}) => {
      const signer = options.throughIntermediate ? intermediate : root;
      const spiffeId = id.startsWith('/') ? `spiffe://${name}${id}` : id;
      return issue(spiffeId, signer, options);
    },
  };
}

interface Authority {
  readonly name: string;
  readonly key: KeyObject;
  readonly certificate: string;
  readonly isRoot: boolean;
}

function createAuthority(
  name: string,
  times: { notBefore: number; notAfter: number },
  issuer?: Authority,
): Authority {
  const key = newKey();
  const certificate = writeCertificate({
    ...times,
    subject: name,
    issuer: issuer?.name ?? name,
    key,
    signer: issuer?.key ?? key,
    uris: [],
    isAuthority: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
  });
  return { name, key, certificate, isRoot: issuer === undefined };
}

function issue(spiffeId: string, signer: Authority, options: SvidOptions): TestSvid {
  const now = Math.floor(Date.now() / 1000);
  const key = newKey();
  const leaf = writeCertificate({
    subject: 'workload',
    issuer: signer.name,
    key,
    signer: signer.key,
    notBefore: options.notBefore ?? now - HOUR,
    notAfter: options.notAfter ?? now + HOUR,
    uris: options.uris ?? [spiffeId],
    isAuthority: options.isAuthority ?? false,
    keyUsage: options.keyUsage ?? ['digitalSignature'],
  });
  const chain = signer.isRoot ? leaf : leaf + signer.certificate;
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' });
  return { chain, privateKey: String(privateKey), encoded: encodeSvid(chain) };
}
