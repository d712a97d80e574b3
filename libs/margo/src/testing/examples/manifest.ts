import type { PackageExample } from '../package-example.js';

const manifest = (part: string, by: string) => [{ in: 'manifest' as const, part, by }];
const ICON = '"application/vnd.margo.app.icon.v1+png"';
const NOTES = '"application/vnd.margo.app.releaseNotes.v1+markdown"';
const ICON_TITLE = '{ "org.opencontainers.image.title": "resources/tank.png" }';

/** Rules about the manifest and the tags. */
export const MANIFEST_EXAMPLES: readonly PackageExample[] = [
  { rule: 'MAN-01', fails: manifest('"schemaVersion": 2', '"schemaVersion": 1') },
  {
    rule: 'MAN-01',
    fails: manifest('"mediaType": "application/vnd.oci.image.manifest.v1+json",\n', ''),
  },
  {
    rule: 'MAN-01',
    fails: manifest(
      '"application/vnd.oci.image.manifest.v1+json"',
      '"application/vnd.docker.distribution.manifest.v2+json"',
    ),
  },
  {
    rule: 'MAN-02',
    fails: manifest('"application/vnd.margo.app.v1+json"', '"application/vnd.org.margo.app.v1+json"'),
  },
  { rule: 'MAN-02', fails: manifest('"artifactType": "application/vnd.margo.app.v1+json",\n', '') },
  {
    rule: 'MAN-03',
    fails: manifest('"application/vnd.oci.empty.v1+json"', '"application/vnd.margo.app.config.v1+json"'),
    passes: manifest('"size": 2\n', '"size": 2,\n    "data": "e30="\n'),
  },
  { rule: 'MAN-03', fails: manifest('"size": 2\n', '"size": 3\n') },
  {
    rule: 'MAN-04',
    fails: manifest('.app.description.v1+yaml"', '.app.description.v1+json"'),
  },
  {
    rule: 'MAN-04',
    fails: manifest(NOTES, '"application/vnd.margo.app.description.v1+yaml"'),
    alsoBreaks: ['PKG-05'],
    passes: [
      { in: 'manifest', part: NOTES, by: '"application/vnd.margo.app.releaseNotes.v1+pdf"' },
      { in: 'manifest', part: 'resources/changes.md', by: 'resources/changes.pdf' },
      { in: 'description', part: 'resources/changes.md', by: 'resources/changes.pdf' },
      { in: 'changes', part: '# 2.4.0\n', by: '%PDF-1.7' },
    ],
  },
  { rule: 'MAN-05', fails: manifest(NOTES, '"application/vnd.margo.app.changeLog.v1+markdown"') },
  { rule: 'MAN-05', fails: manifest(NOTES, '"application/vnd.example.notes"') },
  { rule: 'MAN-06', fails: manifest(ICON, '"application/vnd.margo.app.icon.v1"') },
  { rule: 'MAN-06', fails: manifest(ICON, '"application/vnd.margo.app.icon.v1+"') },
  {
    rule: 'MAN-07',
    fails: manifest(NOTES, '"application/vnd.margo.app.descriptionFile.v1+markdown"'),
  },
  {
    rule: 'MAN-08',
    fails: manifest(ICON_TITLE, '{}'),
    passes: manifest(ICON_TITLE, '{ "org.opencontainers.image.title": "./resources/tank.png" }'),
  },
  { rule: 'MAN-09', fails: manifest('"resources/tank.png"', '"../resources/tank.png"') },
  { rule: 'MAN-09', fails: manifest('"resources/tank.png"', '"/resources/tank.png"') },
  { rule: 'MAN-09', fails: manifest('"resources/tank.png"', '"resources\\\\tank.png"') },
  { rule: 'MAN-09', fails: manifest('"resources/terms.txt"', '"resources/About.md"') },
  { rule: 'MAN-09', fails: manifest('"resources/terms.txt"', '"resources"') },
  {
    rule: 'MAN-10',
    fails: manifest(
      ICON_TITLE,
      ICON_TITLE.replace(' }', ', "org.margo.app.resource": "metadata.catalog.application.logo" }'),
    ),
    passes: manifest(
      ICON_TITLE,
      ICON_TITLE.replace(' }', ', "org.margo.app.resource": "metadata.catalog.application.icon" }'),
    ),
  },
  { rule: 'TAG-01', fails: [], tags: { fails: ['2.4'], passes: ['2.4.0'] } },
  { rule: 'TAG-03', fails: [], tags: { fails: ['latest'], passes: ['2.4.0', 'latest'] } },
];
