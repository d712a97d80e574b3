import { quoted } from '../path.js';
import {
  GENERIC_LAYER_TYPES,
  RESOURCE,
  RESOURCE_FORMATS,
  RESOURCE_KINDS,
  SHORT_LICENSE_KIND,
  TITLE,
  isResourceKind,
  readResourceType,
  type ResourceKind,
} from './media-types.js';
import { formatOf } from '../folder/resource-format.js';
import type { PackageFindings } from './package-findings.js';
import { isDescriptionType, type PackageLayer, type PackageManifest } from './package-manifest.js';

/** Formats that a file's extension tells for certain. */
const TOLD_BY_EXTENSION = new Set(['png', 'jpeg', 'svg+xml', 'webp', 'gif', 'pdf']);

/** A layer that is a resource of the package, with what it is for as far as that can be told. */
export interface ResourceLayer {
  readonly index: number;
  readonly layer: PackageLayer;
  readonly kind: ResourceKind | undefined;
  /** By the media type, and empty where that of a resource has none; by the title where the media type says nothing of Margo. */
  readonly format: string;
  readonly title: string | undefined;
}

/** The path in the package of each field of the catalogue, as the description names it. */
export type NamedFiles = Readonly<Partial<Record<ResourceKind, string>>>;

/** The layers but the description. `named` tells the kind of layers whose media type does not. */
export function listResources({ layers }: PackageManifest, named: NamedFiles): ResourceLayer[] {
  return layers.flatMap((layer, index) => {
    if (isDescriptionType(layer.mediaType)) return [];
    const title = layer.annotations[TITLE];
    return [{ index, layer, title, ...kindOf(layer, title, named) }];
  });
}

function kindOf(
  { mediaType, annotations }: PackageLayer,
  title: string | undefined,
  named: NamedFiles,
): Pick<ResourceLayer, 'kind' | 'format'> {
  const type = readResourceType(mediaType);
  if (type !== undefined) {
    const kind = type.kind === SHORT_LICENSE_KIND ? 'licenseFile' : type.kind;
    return { kind: isResourceKind(kind) ? kind : undefined, format: type.format };
  }
  const field = annotations[RESOURCE]?.split('.').at(-1) ?? '';
  const byTitle = RESOURCE_KINDS.find((kind) => title !== undefined && named[kind] === normalise(title));
  return { kind: isResourceKind(field) ? field : byTitle, format: formatOf(title ?? '') };
}

/** A path without `./` in front, as descriptions like to write it. */
export function normalise(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '');
}

/** MAN-05 to MAN-07 and MAN-10: media types and annotations of the resources. */
export function checkLayers(resources: readonly ResourceLayer[], findings: PackageFindings): void {
  for (const resource of resources) {
    checkLayerType(resource, findings);
    checkField(resource, findings);
  }
  for (const kind of RESOURCE_KINDS) {
    const [, second] = resources.filter((resource) => resource.kind === kind);
    if (second !== undefined)
      findings.add('MAN-07', `A second layer is for ${kind}; the catalogue shows one. Keep one of them.`, {
        path: `layers[${second.index}]`,
      });
  }
}

function checkLayerType(resource: ResourceLayer, findings: PackageFindings): void {
  const { index, layer, kind, format } = resource;
  const path = `layers[${index}].mediaType`;
  const type = readResourceType(layer.mediaType);
  if (type?.kind === SHORT_LICENSE_KIND)
    return findings.add('MAN-05', 'The kind of this layer is called licenseFile, not license.', {
      path,
      toleratedBy: 'license-kind',
    });
  if (type === undefined || kind === undefined) return refuseType({ layer, kind, path }, findings);
  if (format === '')
    return findings.add('MAN-06', `The media type lacks the file format; write ${quoted(typeOf(kind))}.`, {
      path,
    });
  checkExtension(resource, findings);
  if (!RESOURCE_FORMATS[kind].includes(format))
    findings.add(
      'PKG-07',
      `${quoted(format)} is no usual format of ${kind}; readers expect ${RESOURCE_FORMATS[kind].slice(0, 3).join(', ')}.`,
      { path },
    );
}

/** PKG-08: the extension is what people and tools that unpacked the package go by. Texts are not told apart by it. */
function checkExtension({ index, title = '', format }: ResourceLayer, findings: PackageFindings): void {
  const byTitle = formatOf(title);
  const bySuffix = formatOf(`file.${format.replace('svg+xml', 'svg')}`);
  if (!TOLD_BY_EXTENSION.has(byTitle) || byTitle === bySuffix) return;
  findings.add(
    'PKG-08',
    `The file is called ${quoted(title)}, but its media type says ${quoted(format)}. Correct one of them.`,
    { path: `layers[${index}].mediaType` },
  );
}

function refuseType(
  { layer, kind, path }: { layer: PackageLayer; kind: ResourceKind | undefined; path: string },
  findings: PackageFindings,
): void {
  const isGeneric = GENERIC_LAYER_TYPES.includes(layer.mediaType);
  const wanted = quoted(typeOf(kind ?? 'icon'));
  const advice = kind === undefined ? `for an icon, for instance, ${wanted}` : wanted;
  findings.add(
    'MAN-05',
    `The media type ${quoted(layer.mediaType)} is not that of a resource; write ${advice}.`,
    {
      path,
      ...(isGeneric && kind !== undefined ? { toleratedBy: 'generic-layers' as const } : {}),
    },
  );
}

function typeOf(kind: ResourceKind): string {
  return `application/vnd.margo.app.${kind}.v1+${RESOURCE_FORMATS[kind][0]}`;
}

function checkField({ index, layer, kind }: ResourceLayer, findings: PackageFindings): void {
  const field = layer.annotations[RESOURCE];
  if (field === undefined || kind === undefined) return;
  const expected = `metadata.catalog.application.${kind}`;
  if (field === expected) return;
  findings.add(
    'MAN-10',
    `${RESOURCE} says ${quoted(field)}, but the layer is for ${expected}. Correct it or take it out.`,
    {
      path: `layers[${index}].annotations`,
    },
  );
}
