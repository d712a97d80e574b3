import { createHash } from 'node:crypto';
import type { Digest, DigestAlgorithm } from '../digest.js';

/** A descriptor as JSON has it. Spread it to add or break fields. */
export interface JsonDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly [field: string]: unknown;
}

export function digestOf(content: string | Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}` as Digest;
}

/** Describes `content` truthfully; a text counts in UTF-8. */
export function aDescriptor(
  content: string | Uint8Array = '',
  mediaType = 'application/octet-stream',
  algorithm: DigestAlgorithm = 'sha256',
): JsonDescriptor {
  const size = typeof content === 'string' ? new TextEncoder().encode(content).length : content.length;
  return { mediaType, digest: digestOf(content, algorithm), size };
}
