import { isJsonObject, type JsonObject } from './json-shape.js';
import { MANIFEST_MEDIA_TYPES, OCI_INDEX, OCI_MANIFEST, isSchema1Type } from './media-types.js';
import { OciError } from './oci-error.js';
import { quote } from './quote.js';

/**
 * The media type of a pushed manifest, one of {@link MANIFEST_MEDIA_TYPES}: the request's Content-Type (its parameters
 * do not count), which the document's `mediaType` must not contradict; else that field; else what the shape says.
 * @throws OciError `manifest-invalid`, or `media-type-unsupported` for Docker schema 1
 */
export function decideMediaType(document: JsonObject, contentType: string | undefined): string {
  const sent = withoutParameters(contentType);
  const written = writtenMediaType(document);
  for (const type of [sent, written]) if (type !== undefined) refuseSchema1(type);
  if (sent !== undefined && written !== undefined && sent !== written) {
    throw invalid(`mediaType is ${quote(written)}, but Content-Type is ${quote(sent)}; make them equal`);
  }
  const mediaType = sent ?? written ?? mediaTypeByShape(document);
  if (MANIFEST_MEDIA_TYPES.includes(mediaType)) return mediaType;
  throw invalid(
    `the media type ${quote(mediaType)} is no manifest; use one of ${MANIFEST_MEDIA_TYPES.join(', ')}`,
  );
}

/** @throws OciError `media-type-unsupported` */
export function refuseSchema1(contentType: string | undefined): void {
  const type = withoutParameters(contentType);
  if (type !== undefined && isSchema1Type(type)) throw unsupportedSchema1();
}

function withoutParameters(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

function writtenMediaType(document: JsonObject): string | undefined {
  const written = document['mediaType'];
  if (written === undefined || written === null || written === '') return undefined;
  if (typeof written !== 'string') throw invalid('mediaType must be a text');
  return written.toLowerCase();
}

function mediaTypeByShape(document: JsonObject): string {
  if (document['schemaVersion'] === 1) throw unsupportedSchema1();
  const { config, layers, manifests } = document;
  if (isJsonObject(config) && Array.isArray(layers) && manifests === undefined) return OCI_MANIFEST;
  if (Array.isArray(manifests) && config === undefined && layers === undefined) return OCI_INDEX;
  throw invalid('mediaType is missing and so is Content-Type; set both to the type of the manifest');
}

function unsupportedSchema1(): OciError {
  return new OciError('media-type-unsupported', {
    message:
      'Docker schema 1 manifests are not supported. Push the image as an OCI or Docker schema 2 manifest.',
  });
}

function invalid(problem: string): OciError {
  return new OciError('manifest-invalid', { message: `The manifest is not valid: ${problem}.` });
}
