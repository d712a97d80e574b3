import type { PackageExample } from '../package-example.js';

const ICON = 'icon: ./resources/tank.png';
const ICON_LAYER = `    {
      "mediaType": "application/vnd.margo.app.icon.v1+png",
      "digest": "sha256:${'2'.repeat(64)}",
      "size": 1,
      "annotations": { "org.opencontainers.image.title": "resources/tank.png" }
    },
`;
const PNG = '\x89PNG\r\n\x1a\n';

/** Rules about the resources: the files beside the description. */
export const RESOURCE_EXAMPLES: readonly PackageExample[] = [
  {
    rule: 'PKG-05',
    fails: [{ in: 'manifest', part: ICON_LAYER, by: '' }],
    passes: [
      { in: 'description', part: './resources/changes.md', by: 'https://tank-watch.example.com/changes' },
    ],
  },
  {
    rule: 'PKG-06',
    fails: [{ in: 'description', part: `      ${ICON}\n`, by: '' }],
    passes: [{ in: 'description', part: ICON, by: 'icon: resources/tank.png' }],
  },
  {
    rule: 'PKG-07',
    fails: [
      { in: 'manifest', part: '.app.descriptionFile.v1+markdown"', by: '.app.descriptionFile.v1+asciidoc"' },
    ],
  },
  {
    rule: 'PKG-08',
    fails: [{ in: 'icon', part: PNG, by: '<html><script>steal()</script></html>' }],
  },
  { rule: 'PKG-08', fails: [{ in: 'icon', part: PNG, by: '' }] },
  {
    rule: 'PKG-08',
    fails: [{ in: 'about', part: '# Tank Watch\n', by: '<!doctype html><html lang="en"></html>' }],
  },
  { rule: 'PKG-08', fails: [{ in: 'terms', part: 'Apache-2.0\n', by: '%PDF-1.7' }] },
  {
    rule: 'PKG-08',
    fails: [
      { in: 'manifest', part: '.app.icon.v1+png"', by: '.app.icon.v1+svg+xml"' },
      { in: 'manifest', part: 'resources/tank.png', by: 'resources/tank.svg' },
      { in: 'description', part: 'resources/tank.png', by: 'resources/tank.svg' },
      { in: 'icon', part: PNG, by: '<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"/>' },
    ],
    passes: [
      { in: 'manifest', part: '.app.icon.v1+png"', by: '.app.icon.v1+svg+xml"' },
      { in: 'manifest', part: 'resources/tank.png', by: 'resources/tank.svg' },
      { in: 'description', part: 'resources/tank.png', by: 'resources/tank.svg' },
      { in: 'icon', part: PNG, by: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>' },
    ],
  },
  {
    rule: 'PKG-08',
    fails: [{ in: 'manifest', part: '.app.icon.v1+png"', by: '.app.icon.v1+jpeg"' }],
    passes: [
      { in: 'manifest', part: '.app.icon.v1+png"', by: '.app.icon.v1+jpeg"' },
      { in: 'manifest', part: 'resources/tank.png', by: 'resources/tank.jpg' },
      { in: 'description', part: 'resources/tank.png', by: 'resources/tank.jpg' },
      { in: 'icon', part: PNG, by: '\xff\xd8\xff\xe0' },
    ],
  },
];
