import { EMPTY_TYPE } from '../package/media-types.js';
import type { PackageFindings } from '../package/package-findings.js';
import type { PackageManifest } from '../package/package-manifest.js';
import { quoted } from '../path.js';
import { isSemVer } from '../version.js';
import {
  COMPONENT_TYPE_KEY,
  COMPONENT_VERSION_KEY,
  COMPOSE_ARCHIVE,
  COMPOSE_PROJECT,
  COMPOSE_TYPE,
} from './media-types.js';

const IMAGE = 'org.opencontainers.image';
const RECOMMENDED = ['title', 'authors', 'description', 'version'].map((name) => `${IMAGE}.${name}`);

/** COMP-01 to COMP-06, COMP-15 and COMP-17: what the manifest alone tells. */
export function checkComposeManifest(manifest: PackageManifest, findings: PackageFindings): void {
  const { artifactType = '', config, layers } = manifest;
  if (artifactType.startsWith(COMPOSE_PROJECT))
    return findings.add(
      'COMP-15',
      'docker compose publish made this; devices cannot install it. Pack the project as a Compose Archive and push that.',
      { path: 'artifactType' },
    );
  if (artifactType !== COMPOSE_TYPE)
    findings.add('COMP-01', `artifactType is ${quoted(artifactType)}; push with ${quoted(COMPOSE_TYPE)}.`, {
      path: 'artifactType',
    });
  if (layers.length !== 1 || layers[0]?.mediaType !== COMPOSE_ARCHIVE)
    findings.add('COMP-02', `A Compose component has one layer, of the type ${quoted(COMPOSE_ARCHIVE)}.`, {
      path: 'layers',
    });
  if (config !== undefined && config.mediaType !== EMPTY_TYPE)
    findings.add('COMP-17', `The config is ${quoted(config.mediaType)}; tools write ${quoted(EMPTY_TYPE)}.`, {
      path: 'config',
    });
  checkAnnotations(manifest, findings);
}

function checkAnnotations(manifest: PackageManifest, findings: PackageFindings): void {
  const path = 'layers[0].annotations';
  const [type, version] = [COMPONENT_TYPE_KEY, COMPONENT_VERSION_KEY].map((key) =>
    annotationOf(manifest, key),
  );
  if (type !== 'compose')
    findings.add('COMP-03', `The annotation ${COMPONENT_TYPE_KEY} is ${sayValue(type)}; set it to compose.`, {
      path,
    });
  if (version === undefined || !isSemVer(plain(version)))
    findings.add(
      'COMP-04',
      `The annotation ${COMPONENT_VERSION_KEY} is ${sayValue(version)}; set it to a version like 1.0.0.`,
      { path },
    );
  const own = manifest.layers[0]?.annotations ?? {};
  if (type !== undefined && own[COMPONENT_TYPE_KEY] === undefined)
    findings.add('COMP-05', `${COMPONENT_TYPE_KEY} is on the manifest; its place is the layer.`, {
      path: 'annotations',
    });
  checkRecommended(manifest, version, findings);
}

function checkRecommended(
  manifest: PackageManifest,
  version: string | undefined,
  findings: PackageFindings,
): void {
  const missing = RECOMMENDED.filter((key) => annotationOf(manifest, key) === undefined);
  if (missing.length > 0)
    findings.add('COMP-06', `Recommended annotations are missing: ${missing.join(', ')}. Add them.`, {
      path: 'annotations',
    });
  const shown = annotationOf(manifest, `${IMAGE}.version`);
  if (shown !== undefined && version !== undefined && plain(shown) !== plain(version))
    findings.add(
      'COMP-06',
      `${IMAGE}.version is ${quoted(shown)}, but ${COMPONENT_VERSION_KEY} is ${quoted(version)}. Make them the same.`,
      {
        path: 'annotations',
      },
    );
}

/** COMP-04 and COMP-07: the tag is the version. Tags of attached signatures are none. */
export function checkComposeTags(
  manifest: PackageManifest,
  tags: readonly string[],
  findings: PackageFindings,
): void {
  const version = annotationOf(manifest, COMPONENT_VERSION_KEY);
  for (const tag of tags.filter((one) => !/^sha(256|512)-/.test(one))) {
    if (!isSemVer(plain(tag)))
      findings.add(
        'COMP-07',
        `The tag ${quoted(tag)} is no version; push it as one like 1.0.0, with _ for +.`,
      );
    else if (version !== undefined && plain(version) !== plain(tag))
      findings.add(
        'COMP-04',
        `The tag ${quoted(tag)} is not the annotated version, ${quoted(version)}. Make them the same.`,
      );
  }
}

function annotationOf({ layers, annotations }: PackageManifest, key: string): string | undefined {
  return layers[0]?.annotations[key] ?? annotations[key];
}

function plain(version: string): string {
  return version.replace('_', '+');
}

function sayValue(value: string | undefined): string {
  return value === undefined ? 'absent' : quoted(value);
}
