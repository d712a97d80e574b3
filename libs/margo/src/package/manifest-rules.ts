import { quoted } from '../path.js';
import {
  DESCRIPTION_TYPE,
  EMPTY_DIGEST,
  EMPTY_TYPE,
  IMAGE_MANIFEST_TYPE,
  PACKAGE_TYPE,
} from './media-types.js';
import type { PackageFindings } from './package-findings.js';
import { isDescriptionType, type PackageManifest } from './package-manifest.js';

/** MAN-01 to MAN-04: what the manifest alone tells. */
export function checkManifest(manifest: PackageManifest, findings: PackageFindings): void {
  checkShape(manifest, findings);
  checkArtifactType(manifest, findings);
  checkConfig(manifest, findings);
  checkDescriptionLayer(manifest, findings);
}

function checkShape({ schemaVersion, mediaType }: PackageManifest, findings: PackageFindings): void {
  if (schemaVersion !== 2)
    findings.add('MAN-01', 'schemaVersion is 2 in every OCI image manifest; set it.', {
      path: 'schemaVersion',
    });
  if (mediaType === IMAGE_MANIFEST_TYPE) return;
  const found = mediaType === undefined ? 'absent' : quoted(mediaType);
  findings.add(
    'MAN-01',
    `The mediaType of the manifest is ${found}; a package is one image manifest, ${quoted(IMAGE_MANIFEST_TYPE)}.`,
    { path: 'mediaType' },
  );
}

function checkArtifactType({ artifactType }: PackageManifest, findings: PackageFindings): void {
  if (artifactType === PACKAGE_TYPE) return;
  const found = artifactType === undefined ? 'absent' : quoted(artifactType);
  findings.add(
    'MAN-02',
    `artifactType is ${found}; push with ${quoted(PACKAGE_TYPE)} (oras: --artifact-type).`,
    { path: 'artifactType' },
  );
}

function checkConfig({ config }: PackageManifest, findings: PackageFindings): void {
  if (config === undefined) return;
  if (config.mediaType === EMPTY_TYPE && config.digest === EMPTY_DIGEST && config.size === 2) return;
  findings.add(
    'MAN-03',
    `The config is ${quoted(config.mediaType)} of ${config.size} bytes; a package has the empty config, ${quoted(EMPTY_TYPE)} with the content {}.`,
    { path: 'config' },
  );
}

function checkDescriptionLayer({ layers }: PackageManifest, findings: PackageFindings): void {
  const found = layers.flatMap(({ mediaType }, index) => (isDescriptionType(mediaType) ? [index] : []));
  const [first, second] = found;
  if (first === undefined)
    findings.add(
      'MAN-04',
      `No layer is the description; give margo.yaml the media type ${quoted(DESCRIPTION_TYPE)}.`,
      {
        path: 'layers',
      },
    );
  else if (layers[first]?.mediaType !== DESCRIPTION_TYPE)
    findings.add(
      'MAN-04',
      `The media type of the description is that of a draft; write ${quoted(DESCRIPTION_TYPE)}.`,
      {
        path: `layers[${first}].mediaType`,
      },
    );
  if (second !== undefined)
    findings.add(
      'MAN-04',
      `${found.length} layers are descriptions; a package holds one application version. Keep one.`,
      {
        path: `layers[${second}]`,
      },
    );
}
