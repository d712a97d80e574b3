import type { PackageManifest } from '@margo-registry/margo';

/** The parts of a package that people look at, by their segment in a path. */
export const PART_NAMES = ['description', 'icon', 'license', 'release-notes', 'details'] as const;
export type PartName = (typeof PART_NAMES)[number];

export interface Part {
  readonly name: PartName;
  readonly digest: string;
  readonly size: number;
  /** What it is sent as. */
  readonly contentType: string;
}

const KINDS: Readonly<Record<string, PartName>> = {
  description: 'description',
  icon: 'icon',
  licenseFile: 'license',
  license: 'license',
  releaseNotes: 'release-notes',
  descriptionFile: 'details',
};

/** Formats that a browser may show under the headers of a part; anything else is a download. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  yaml: 'application/yaml; charset=utf-8',
  png: 'image/png',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  'svg+xml': 'image/svg+xml',
  svg: 'image/svg+xml',
  markdown: 'text/markdown; charset=utf-8',
  plain: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
};

/** What a part is sent as where its format is none of those. */
const DOWNLOAD = 'application/octet-stream';

const LAYER_TYPE = /^application\/vnd\.margo\.app\.([A-Za-z]+)\.v1\+([a-z0-9.+-]+)$/;

/** Every media type that a part can be sent as. */
export function listPartTypes(): string[] {
  return [...new Set([...Object.values(CONTENT_TYPES), DOWNLOAD])].map((type) => type.split(';')[0]!);
}

/** The parts of a package, one of each name: of two layers of one kind the first. */
export function listParts(manifest: PackageManifest): Part[] {
  const parts = new Map<PartName, Part>();
  for (const { mediaType, digest, size } of manifest.layers) {
    const [, kind = '', format = ''] = LAYER_TYPE.exec(mediaType) ?? [];
    const name = KINDS[kind];
    if (name === undefined || parts.has(name)) continue;
    parts.set(name, {
      name,
      digest,
      size,
      contentType: CONTENT_TYPES[format] ?? DOWNLOAD,
    });
  }
  return [...parts.values()];
}
