import { OciError } from './oci-error.js';
import { quote } from './quote.js';
import type { Tag } from './tag.js';

declare const brand: unique symbol;

/** A digest of a supported algorithm: `sha256:` and 64, or `sha512:` and 128 lower-case hexadecimal digits (image-spec). */
export type Digest = string & { readonly [brand]: 'Digest' };

export type DigestAlgorithm = 'sha256' | 'sha512';

const SUPPORTED = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** image-spec, descriptor.md "Digests". The parts cannot overlap, so matching is linear. */
const GRAMMAR = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/;

const HEX_LENGTH: Readonly<Record<DigestAlgorithm, number>> = { sha256: 64, sha512: 128 };

/** `{}`, the content of the empty descriptor (image-spec, "Guidance for an Empty Descriptor"). */
export const EMPTY_JSON_DIGEST =
  'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' as Digest;

/** No bytes at all. */
export const EMPTY_BLOB_DIGEST =
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as Digest;

export function isDigest(text: string): text is Digest {
  return SUPPORTED.test(text);
}

/** @throws OciError `digest-invalid`, with what is wrong */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  const fault = findDigestFault(text) ?? 'has an unknown algorithm; use sha256 or sha512';
  throw new OciError('digest-invalid', { message: `The digest ${quote(text)} ${fault}.` });
}

export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}

/**
 * What breaks the grammar of image-spec, or the length or case that a supported algorithm asks for. Digests of other
 * algorithms pass: a manifest may mention content that this registry cannot store.
 */
export function findDigestFault(text: string): string | undefined {
  const [, algorithm, encoded] = GRAMMAR.exec(text) ?? [];
  if (algorithm === undefined || encoded === undefined)
    return 'is not of the form algorithm:encoded; write sha256:<64 hex digits>';
  if (!isSupported(algorithm)) return undefined;
  const length = HEX_LENGTH[algorithm];
  if (encoded.length !== length) return `has ${encoded.length} digits; ${algorithm} has ${length}`;
  if (/^[0-9a-f]+$/.test(encoded)) return undefined;
  if (/^[0-9a-fA-F]+$/.test(encoded)) return 'has upper-case hexadecimal digits; write them in lower case';
  return 'has characters that are no hexadecimal digits; use 0-9 and a-f';
}

/**
 * The tag under which clients without the referrers API keep a list (distribution-spec, "Referrers Tag Schema").
 * @param digest any algorithm
 */
export function referrersFallbackTag(digest: string): Tag {
  const colon = digest.indexOf(':');
  const algorithm = digest.slice(0, colon).slice(0, 32);
  const encoded = digest.slice(colon + 1).slice(0, 64);
  return `${algorithm}-${encoded}`.replace(/[^a-zA-Z0-9._-]/g, '-') as Tag;
}

function isSupported(algorithm: string): algorithm is DigestAlgorithm {
  return Object.hasOwn(HEX_LENGTH, algorithm);
}
