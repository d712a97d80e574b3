import { readDescriptor, type Descriptor } from './descriptor.js';
import { isJsonObject, readAnnotations, readOptionalText, type JsonObject } from './json-shape.js';
import { decideMediaType, refuseSchema1 } from './manifest-type.js';
import { isIndexType, isManifestType, isNondistributable } from './media-types.js';
import { OciError } from './oci-error.js';
import { Violations } from './violations.js';

export interface ManifestReference {
  readonly descriptor: Descriptor;
  /** `manifest` is another manifest; the others are blobs, also a blob that an index lists. */
  readonly kind: 'config' | 'layer' | 'manifest';
  /** False for content that clients may leave out of a push: nondistributable layers, and descriptors with `urls`. */
  readonly required: boolean;
}

/** What the registry reads of a manifest or index. The pushed bytes stay the truth. */
export interface Manifest {
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  readonly subject: Descriptor | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** In the order of the document, config first; a digest may occur twice. */
  readonly references: readonly ManifestReference[];
  /** `artifactType` in a list of referrers: the manifest's own, else the config's media type; an index may have none. */
  readonly referrerArtifactType: string | undefined;
}

// The BOM is kept so that JSON.parse refuses it.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a pushed manifest (image-spec, manifest.md and image-index.md; distribution-spec, "Pushing Manifests").
 * Unknown fields and unknown media types of descriptors pass; of a field written twice the last counts.
 * @param contentType the request's Content-Type header
 * @throws OciError `manifest-invalid` with every violation in `detail`; `media-type-unsupported` for Docker schema 1
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  refuseSchema1(contentType);
  const document = parseDocument(bytes);
  const mediaType = decideMediaType(document, contentType);
  const violations = new Violations();
  const manifest = readManifest(document, mediaType, violations);
  if (violations.isEmpty) return manifest;
  throw invalid(violations.toString(), { detail: { violations: violations.reported } });
}

function parseDocument(bytes: Uint8Array): JsonObject {
  const document = parseJson(decode(bytes));
  if (isJsonObject(document)) return document;
  throw invalid('it must be a JSON object');
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw invalid('it is not UTF-8; encode it anew', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw invalid(
      text.startsWith('\ufeff') ? 'it begins with a byte order mark; remove it' : 'it is not JSON',
      { cause },
    );
  }
}

function readManifest(document: JsonObject, mediaType: string, violations: Violations): Manifest {
  if (document['schemaVersion'] !== 2) violations.add('schemaVersion', 'must be the number 2');
  const references = isIndexType(mediaType)
    ? readIndex(document, violations)
    : readImage(document, violations);
  const artifactType = readOptionalText(document['artifactType'], 'artifactType', violations);
  const config = references.find(({ kind }) => kind === 'config');
  return {
    mediaType,
    artifactType,
    subject: readSubject(document['subject'], violations),
    annotations: readAnnotations(document['annotations'], 'annotations', violations),
    references,
    referrerArtifactType: artifactType ?? config?.descriptor.mediaType,
  };
}

function readSubject(value: unknown, violations: Violations): Descriptor | undefined {
  return value === undefined || value === null ? undefined : readDescriptor(value, 'subject', violations);
}

function readImage(document: JsonObject, violations: Violations): ManifestReference[] {
  refuseFields(document, ['manifests'], violations);
  const config = readDescriptor(document['config'], 'config', violations);
  const layers = readList(document['layers'], 'layers', violations);
  const references = config === undefined ? [] : [reference(config, 'config')];
  return references.concat(layers.map((layer) => reference(layer, 'layer')));
}

function readIndex(document: JsonObject, violations: Violations): ManifestReference[] {
  refuseFields(document, ['config', 'layers'], violations);
  const entries = readList(document['manifests'], 'manifests', violations);
  // What is of no manifest type can only have been pushed as a blob; build caches list their layers like this.
  return entries.map((entry) => reference(entry, isPushedAsManifest(entry.mediaType) ? 'manifest' : 'layer'));
}

/** A document that is an image to one reader and an index to another could smuggle content past a check (CVE-2021-41190). */
function refuseFields(document: JsonObject, fields: readonly string[], violations: Violations): void {
  for (const field of fields) {
    if (document[field] !== undefined && document[field] !== null)
      violations.add(field, 'does not belong in this media type; remove it');
  }
}

function readList(value: unknown, path: string, violations: Violations): Descriptor[] {
  // Go writes an empty list as null.
  if (value === null) return [];
  if (!Array.isArray(value)) {
    violations.add(path, value === undefined ? 'is missing; write [] if there are none' : 'must be a list');
    return [];
  }
  const descriptors = value.map((item, index) => readDescriptor(item, `${path}[${index}]`, violations));
  return descriptors.filter((descriptor) => descriptor !== undefined);
}

function reference(descriptor: Descriptor, kind: ManifestReference['kind']): ManifestReference {
  const elsewhere = isNondistributable(descriptor.mediaType) || (descriptor.urls?.length ?? 0) > 0;
  return { descriptor, kind, required: !elsewhere };
}

function isPushedAsManifest(mediaType: string): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType);
}

function invalid(problem: string, options: { detail?: unknown; cause?: unknown } = {}): OciError {
  return new OciError('manifest-invalid', { message: `The manifest is not valid: ${problem}.`, ...options });
}
