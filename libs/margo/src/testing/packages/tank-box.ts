import type { TarEntry } from '../archives.js';

/** Of its layer. */
export const TANK_BOX_ANNOTATIONS = `"annotations": {
        "org.margo.component.type": "compose",
        "org.margo.component.version": "2.4.0",
        "org.opencontainers.image.title": "tank-box",
        "org.opencontainers.image.authors": "Holm Instruments",
        "org.opencontainers.image.description": "Tank Watch on one device",
        "org.opencontainers.image.version": "2.4.0"
      }`;

/** The manifest of a valid Compose component. Its digests only tell its parts apart. */
export const TANK_BOX_MANIFEST = `{
  "schemaVersion": 2,
  "mediaType": "application/vnd.oci.image.manifest.v1+json",
  "artifactType": "application/vnd.org.margo.component.compose+json",
  "config": {
    "mediaType": "application/vnd.oci.empty.v1+json",
    "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    "size": 2
  },
  "layers": [
    {
      "mediaType": "application/vnd.org.margo.component.compose.tar+gzip",
      "digest": "sha256:${'1'.repeat(64)}",
      "size": 1,
      ${TANK_BOX_ANNOTATIONS}
    }
  ]
}
`;

/** The files of its archive. */
export const TANK_BOX_ENTRIES: readonly TarEntry[] = [
  { path: 'tank-box/', flag: '5', mode: 0o755 },
  {
    path: 'tank-box/compose.yaml',
    content: `services:
  watch:
    image: registry.example.com/holm/tank-watch:2.4.0
    env_file: watch.env
    volumes:
      - levels:/var/levels
volumes:
  levels: {}
configs:
  limits:
    file: ./config/limits.json
`,
  },
  { path: 'tank-box/watch.env', content: 'LEVEL=low\n' },
  { path: 'tank-box/config/limits.json', content: '{}\n' },
];

/** The manifest of a valid Helm chart, as helm pushes it. */
export const TANK_CHART_MANIFEST = `{
  "schemaVersion": 2,
  "config": {
    "mediaType": "application/vnd.cncf.helm.config.v1+json",
    "digest": "sha256:${'2'.repeat(64)}",
    "size": 1
  },
  "layers": [
    {
      "mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
      "digest": "sha256:${'1'.repeat(64)}",
      "size": 1
    }
  ]
}
`;

export const TANK_CHART_ENTRIES: readonly TarEntry[] = [
  { path: 'tank-watch/Chart.yaml', content: 'apiVersion: v2\nname: tank-watch\nversion: 2.4.0\n' },
  { path: 'tank-watch/templates/watch.yaml', content: 'kind: Deployment\n' },
];
