import { X509Certificate } from 'node:crypto';
import { isValidAt, leadsToAnchor, secondsOf } from './chain.js';
import { claimsAuthority } from './extension.js';
import { keyUsageOf } from './key-usage.js';
import { parseSpiffeId } from './spiffe-id.js';
import { SvidError } from './svid-error.js';
import type { Svid } from './svid.js';

/** PEM texts of the anchors of a trust domain; undefined for one that is not trusted. */
type FindAnchors = (trustDomain: string) => readonly string[] | undefined;

const CURVES = new Set(['prime256v1', 'secp384r1']);
const LEAST_RSA_BITS = 3072;

/**
 * Validates a chain, leaf first, as X.509-SVID (SPIFFE X509-SVID sections 2 to 5) with the rules of Margo's identities:
 * one SPIFFE id, a trusted trust domain, a chain to one of its anchors, a leaf that signs nothing but messages.
 * @param now second since 1970
 * @throws SvidError
 */
export function checkSvid(chain: readonly X509Certificate[], findAnchors: FindAnchors, now: number): Svid {
  const [leaf, ...intermediates] = chain;
  if (leaf === undefined) throw new SvidError('The chain is empty.');
  const { id, trustDomain } = parseSpiffeId(uriOf(leaf));
  const anchors = findAnchors(trustDomain);
  if (anchors === undefined)
    throw new SvidError(`The trust domain ${trustDomain} is not trusted here; add its bundle.`);
  checkTime(leaf, now);
  checkLeaf(leaf);
  const trusted = anchors.map((pem) => new X509Certificate(pem));
  if (!leadsToAnchor(leaf, intermediates, trusted, now)) {
    throw new SvidError(
      `The chain does not lead to an anchor of ${trustDomain}; send the intermediates too.`,
    );
  }
  return { spiffeId: id, notAfter: secondsOf(leaf.validTo) };
}

/** The one URI name of the leaf; names of other kinds may stand beside it. */
function uriOf({ subjectAltName = '' }: X509Certificate): string {
  const uris = subjectAltName.split(', ').filter((name) => name.startsWith('URI:'));
  if (uris.length !== 1)
    throw new SvidError(`The leaf has ${uris.length} URI names; an X.509-SVID has exactly one.`);
  return uris[0]?.slice('URI:'.length) ?? '';
}

function checkTime(leaf: X509Certificate, now: number): void {
  if (isValidAt(leaf, now)) return;
  throw new SvidError(
    `The certificate is valid from ${leaf.validFrom} to ${leaf.validTo}, and it is ${dateOf(now)}.`,
  );
}

const dateOf = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toUTCString();
};

function checkLeaf(leaf: X509Certificate): void {
  if (claimsAuthority(leaf))
    throw new SvidError('The leaf is a certificate of an authority; an X.509-SVID is not.');
  const usage = keyUsageOf(leaf);
  if (usage.has('keyCertSign') || usage.has('cRLSign')) {
    throw new SvidError('The leaf may sign certificates or CRLs; an X.509-SVID may not.');
  }
  if (!usage.has('digitalSignature'))
    throw new SvidError('The key usage of the leaf lacks digitalSignature.');
  if (!hasStrongKey(leaf)) {
    throw new SvidError('The key of the leaf must be P-256, P-384, Ed25519, or RSA of 3072 bits or more.');
  }
}

function hasStrongKey({
  publicKey: { asymmetricKeyType: type, asymmetricKeyDetails: details = {} },
}: X509Certificate) {
  const { namedCurve = '', modulusLength = 0 } = details;
  if (type === 'ec') return CURVES.has(namedCurve);
  return type === 'rsa' ? modulusLength >= LEAST_RSA_BITS : type === 'ed25519';
}
