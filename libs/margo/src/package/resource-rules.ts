import { quoted } from '../path.js';
import { findContentFault, needsWhole } from './content-rules.js';
import { normalise, type NamedFiles, type ResourceLayer } from './layer-rules.js';
import { RESOURCE_KINDS } from './media-types.js';
import type { PackageFindings } from './package-findings.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** PKG-05 and PKG-06: files that the description names, and layers that it does not. A value with a scheme is a link. */
export function checkNamedFiles(
  resources: readonly ResourceLayer[],
  named: NamedFiles,
  findings: PackageFindings,
): void {
  for (const kind of RESOURCE_KINDS) {
    const file = named[kind];
    if (file === undefined || SCHEME.test(file)) continue;
    const isThere = resources.some(
      (resource) =>
        resource.kind === kind ||
        (resource.title !== undefined && normalise(resource.title) === normalise(file)),
    );
    if (!isThere)
      findings.add(
        'PKG-05',
        `The description names ${quoted(file)}, but no layer is that file. Push it along as the ${kind} layer.`,
        {
          document: 'description',
          path: `metadata.catalog.application.${kind}`,
        },
      );
  }
  for (const { kind, index } of resources)
    if (kind !== undefined && named[kind] === undefined)
      findings.add(
        'PKG-06',
        `The layer is for ${kind}, which the description does not name; set metadata.catalog.application.${kind}.`,
        {
          path: `layers[${index}]`,
        },
      );
}

/** PKG-08 for one resource. What could not be looked into is said too: silence would mean that it is right. */
export function checkContent(
  { kind, format, index, title, layer }: ResourceLayer,
  bytes: Uint8Array | undefined,
  findings: PackageFindings,
): void {
  if (kind === undefined) return;
  const name = title === undefined ? 'The layer' : quoted(title);
  const place = { document: 'resource', path: `layers[${index}]` } as const;
  if (bytes === undefined)
    return findings.add(
      'PKG-08',
      `${name} is not at hand or larger than what is looked into; check it with margo-check in its folder.`,
      { ...place, isAdvice: true },
    );
  const fault = findContentFault(kind, format, bytes, Math.max(layer.size, bytes.length));
  if (fault !== undefined) return findings.add('PKG-08', `${name} ${fault}.`, place);
  if (bytes.length < layer.size && needsWhole(format))
    findings.add(
      'PKG-08',
      `${name} has ${layer.size} bytes, of which the first ${bytes.length} were looked into; make it smaller to have all of it looked into.`,
      { ...place, isAdvice: true },
    );
}
