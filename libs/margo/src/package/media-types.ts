/** Artifact type of an application package. */
export const PACKAGE_TYPE = 'application/vnd.margo.app.v1+json';
export const DESCRIPTION_TYPE = 'application/vnd.margo.app.description.v1+yaml';
export const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
export const EMPTY_DIGEST = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
export const IMAGE_MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
/** Path of a layer inside the package. */
export const TITLE = 'org.opencontainers.image.title';
/** Field that a resource is for, as earlier drafts annotate it. */
export const RESOURCE = 'org.margo.app.resource';

/** Types of earlier drafts: still a claim to be a package. */
export const DRAFT_PACKAGE_TYPES: readonly string[] = ['application/vnd.org.margo.app.v1+json'];
export const DRAFT_CONFIG_TYPES: readonly string[] = ['application/vnd.margo.app.config.v1+json'];
export const DRAFT_DESCRIPTION_TYPES: readonly string[] = ['application/vnd.margo.app.description.v1+json'];

export const RESOURCE_KINDS = ['icon', 'descriptionFile', 'licenseFile', 'releaseNotes'] as const;
/** The field of `metadata.catalog.application` that a resource is for. */
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Formats that a kind can have; the first of them stands in messages. */
export const RESOURCE_FORMATS: Readonly<Record<ResourceKind, readonly string[]>> = {
  icon: ['png', 'jpeg', 'svg+xml', 'svg', 'webp', 'gif', 'jpg'],
  descriptionFile: ['markdown'],
  licenseFile: ['plain', 'markdown', 'pdf'],
  releaseNotes: ['markdown', 'pdf'],
};

/** What packaging tools write for `licenseFile` (switch `license-kind`). */
export const SHORT_LICENSE_KIND = 'license';
/** Media types that say nothing of Margo (switch `generic-layers`): the kind is then told by annotation or title. */
export const GENERIC_LAYER_TYPES: readonly string[] = [
  'application/octet-stream',
  'text/markdown',
  'text/plain',
  'image/png',
  'image/jpeg',
  'image/svg+xml',
  'application/pdf',
];

const RESOURCE_TYPE = /^application\/vnd\.margo\.app\.([A-Za-z]+)\.v1(?:\+(.*))?$/;

/** Kind and format of a resource's media type, as they are written. */
export function readResourceType(mediaType: string): { kind: string; format: string } | undefined {
  const [, kind, format = ''] = RESOURCE_TYPE.exec(mediaType) ?? [];
  return kind === undefined ? undefined : { kind, format };
}

export function isResourceKind(text: string): text is ResourceKind {
  return (RESOURCE_KINDS as readonly string[]).includes(text);
}
