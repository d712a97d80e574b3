import { findDigestFault } from './digest.js';
import { isJsonObject, readAnnotations, readOptionalText, readText } from './json-shape.js';
import type { Violations } from './violations.js';

/** How a manifest mentions content (image-spec, descriptor.md). Fields that the registry does not read are left out. */
export interface Descriptor {
  readonly mediaType: string;
  /** Well-formed, though its algorithm may be one that this registry cannot store. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly urls: readonly string[] | undefined;
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** Undefined if it broke a rule; `violations` then says which. */
export function readDescriptor(value: unknown, path: string, violations: Violations): Descriptor | undefined {
  if (!isJsonObject(value)) {
    violations.add(
      path,
      value === undefined ? 'is missing; a descriptor is needed' : 'must be a descriptor object',
    );
    return undefined;
  }
  const mediaType = readText(value['mediaType'], `${path}.mediaType`, violations);
  const digest = readDigest(value['digest'], `${path}.digest`, violations);
  const size = readSize(value['size'], `${path}.size`, violations);
  const urls = readUrls(value['urls'], `${path}.urls`, violations);
  const artifactType = readOptionalText(value['artifactType'], `${path}.artifactType`, violations);
  const annotations = readAnnotations(value['annotations'], `${path}.annotations`, violations);
  if (mediaType === undefined || digest === undefined || size === undefined) return undefined;
  return { mediaType, digest, size, urls, artifactType, annotations };
}

function readDigest(value: unknown, path: string, violations: Violations): string | undefined {
  const text = readText(value, path, violations);
  const fault = text === undefined ? undefined : findDigestFault(text);
  if (fault !== undefined) violations.add(path, fault);
  return fault === undefined ? text : undefined;
}

function readSize(value: unknown, path: string, violations: Violations): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  violations.add(path, value === undefined ? 'is missing' : 'must be a whole number of bytes, 0 or more');
  return undefined;
}

function readUrls(value: unknown, path: string, violations: Violations): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((url) => typeof url === 'string')) return value as string[];
  violations.add(path, 'must be a list of texts');
  return undefined;
}
