import { TANK_WATCH } from '../descriptions/tank-watch.js';

/** The manifest of a valid package with the description `TANK_WATCH`. Its digests only tell its parts apart. */
export const TANK_WATCH_MANIFEST = `{
  "schemaVersion": 2,
  "mediaType": "application/vnd.oci.image.manifest.v1+json",
  "artifactType": "application/vnd.margo.app.v1+json",
  "config": {
    "mediaType": "application/vnd.oci.empty.v1+json",
    "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    "size": 2
  },
  "layers": [
    {
      "mediaType": "application/vnd.margo.app.description.v1+yaml",
      "digest": "sha256:${'1'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "margo.yaml" }
    },
    {
      "mediaType": "application/vnd.margo.app.icon.v1+png",
      "digest": "sha256:${'2'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "resources/tank.png" }
    },
    {
      "mediaType": "application/vnd.margo.app.descriptionFile.v1+markdown",
      "digest": "sha256:${'3'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "resources/about.md" }
    },
    {
      "mediaType": "application/vnd.margo.app.licenseFile.v1+plain",
      "digest": "sha256:${'4'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "resources/terms.txt" }
    },
    {
      "mediaType": "application/vnd.margo.app.releaseNotes.v1+markdown",
      "digest": "sha256:${'5'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "resources/changes.md" }
    }
  ]
}
`;

/** The parts of the package by the last digit of their digest, a character for each byte. */
export const TANK_WATCH_PARTS = {
  description: TANK_WATCH,
  icon: '\x89PNG\r\n\x1a\n',
  about: '# Tank Watch\n',
  terms: 'Apache-2.0\n',
  changes: '# 2.4.0\n',
} as const;

export type PackagePart = keyof typeof TANK_WATCH_PARTS;
