import {
  DESCRIPTION_TYPE,
  DRAFT_CONFIG_TYPES,
  DRAFT_DESCRIPTION_TYPES,
  DRAFT_PACKAGE_TYPES,
  PACKAGE_TYPE,
} from './media-types.js';

/** A descriptor as the rules of a package read it; whether it is well formed is the registry's question. */
export interface PackageLayer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the rules of a package read of a manifest. */
export interface PackageManifest {
  readonly schemaVersion: unknown;
  readonly mediaType: string | undefined;
  readonly artifactType: string | undefined;
  /** Undefined in an index. */
  readonly config: PackageLayer | undefined;
  readonly layers: readonly PackageLayer[];
  /** Of the manifest itself. */
  readonly annotations: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a manifest as far as it goes: what is missing is empty. For bytes that are no JSON object, that is everything. */
export function readPackageManifest(bytes: Uint8Array): PackageManifest {
  const document = parse(bytes);
  const { layers, config } = document;
  return {
    schemaVersion: document.schemaVersion,
    mediaType: textOf(document.mediaType),
    artifactType: textOf(document.artifactType),
    config: isObject(config) ? readLayer(config) : undefined,
    layers: Array.isArray(layers) ? layers.filter(isObject).map(readLayer) : [],
    annotations: readAnnotations(document.annotations),
  };
}

/** Whether a manifest claims to be an application package: by its artifact type, or by what earlier drafts and half-made packages carry. */
export function claimsPackage({ artifactType, config, layers }: PackageManifest): boolean {
  if (artifactType !== undefined && artifactType !== '')
    return artifactType === PACKAGE_TYPE || DRAFT_PACKAGE_TYPES.includes(artifactType);
  if (config !== undefined && [PACKAGE_TYPE, ...DRAFT_CONFIG_TYPES].includes(config.mediaType)) return true;
  return layers.some(({ mediaType }) => isDescriptionType(mediaType));
}

/** The layer with the description, in its present or its earlier media type; of several the first. */
export function findDescriptionLayer({ layers }: PackageManifest): PackageLayer | undefined {
  return layers.find(({ mediaType }) => isDescriptionType(mediaType));
}

/** Whether a layer's media type is the description's, also as earlier drafts write it. */
export function isDescriptionType(mediaType: string): boolean {
  return mediaType === DESCRIPTION_TYPE || DRAFT_DESCRIPTION_TYPES.includes(mediaType);
}

function parse(bytes: Uint8Array): Json {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
}

function readLayer(layer: Json): PackageLayer {
  return {
    mediaType: textOf(layer.mediaType) ?? '',
    digest: textOf(layer.digest) ?? '',
    size: typeof layer.size === 'number' ? layer.size : 0,
    annotations: readAnnotations(layer.annotations),
  };
}

function readAnnotations(annotations: unknown): Record<string, string> {
  const entries = isObject(annotations) ? Object.entries(annotations) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
