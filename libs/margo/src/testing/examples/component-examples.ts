import { TANK_BOX_ANNOTATIONS } from '../packages/tank-box.js';
import type { ComponentChange, ComponentExample } from '../component-example.js';

const compose = (rule: ComponentExample['rule'], fails: ComponentChange, passes?: ComponentChange) =>
  ({ rule, of: 'compose', fails, passes }) as const;
const helm = (rule: ComponentExample['rule'], fails: ComponentChange, passes?: ComponentChange) =>
  ({ rule, of: 'helm', fails, passes }) as const;
const FILE = 'tank-box/compose.yaml';
const TYPE = '        "org.margo.component.type": "compose",\n';
const LIMITS = './config/limits.json';
const LEVELS = 'levels:/var/levels';

/** Every rule of a component, broken and kept. */
export const COMPONENT_EXAMPLES: readonly ComponentExample[] = [
  compose('COMP-01', { manifest: ['component.compose+json', 'component.compose.v1+json'] }),
  compose('COMP-02', { manifest: ['component.compose.tar+gzip', 'component.compose.v1.tar.gzip'] }),
  compose('COMP-03', { manifest: [TYPE, ''] }),
  compose('COMP-03', { manifest: ['"compose"', '"helm"'] }),
  compose('COMP-04', { manifest: ['"org.margo.component.version": "2.4.0",\n', ''] }),
  compose('COMP-04', { tag: '2.5.0' }, { tag: '2.4.0' }),
  compose('COMP-05', {
    manifest: [
      `"size": 1,\n      ${TANK_BOX_ANNOTATIONS}\n    }\n  ]`,
      `"size": 1\n    }\n  ],\n  ${TANK_BOX_ANNOTATIONS}`,
    ],
  }),
  compose('COMP-06', { manifest: ['"org.opencontainers.image.authors": "Holm Instruments",\n', ''] }),
  compose('COMP-06', {
    manifest: ['"org.opencontainers.image.version": "2.4.0"', '"org.opencontainers.image.version": "2.4"'],
  }),
  compose('COMP-07', { tag: 'latest' }, { tag: '2.4.0' }),
  compose('COMP-08', { entry: { path: 'notes.txt' } }, { entry: { path: 'tank-box/notes.txt' } }),
  compose('COMP-09', {
    without: FILE,
    entry: { path: 'tank-box/docker-compose.yml', content: 'services: {}' },
  }),
  compose('COMP-10', { file: [FILE, 'services:', 'service:'] }),
  compose(
    'COMP-10',
    { file: [FILE, 'image: registry', 'picture: registry'] },
    { file: [FILE, 'services:', 'x-owner: holm\nservices:'] },
  ),
  compose(
    'COMP-11',
    { file: [FILE, 'env_file: watch.env', 'env_file: [watch.env, more.env]'] },
    { file: [FILE, 'env_file: watch.env', 'env_file: [{ path: more.env, required: false }]'] },
  ),
  compose(
    'COMP-11',
    { file: [FILE, LIMITS, '/etc/limits.json'] },
    { file: [FILE, LIMITS, 'config/limits.json'] },
  ),
  compose(
    'COMP-12',
    { file: [FILE, LEVELS, './config:/etc/tank'] },
    { file: [FILE, LEVELS, '/var/tank:/etc/tank'] },
  ),
  compose(
    'COMP-12',
    { file: [FILE, 'configs:', 'secrets: { key: { file: ./watch.env } }\nconfigs:'] },
    { file: [FILE, 'configs:', 'secrets: { key: { file: ./key.pem } }\nconfigs:'] },
  ),
  compose('COMP-13', { entry: { path: 'tank-box/../../etc/cron.d/tank' } }),
  compose(
    'COMP-13',
    { entry: { path: 'tank-box/log', flag: '2', target: '../../var/log' } },
    { entry: { path: 'tank-box/log', flag: '2', target: 'config/limits.json' } },
  ),
  compose('COMP-13', { entry: { path: 'tank-box/log', flag: '1', target: '/etc/shadow' } }),
  compose(
    'COMP-14',
    { entry: { path: 'tank-box/run', mode: 0o4755 } },
    { entry: { path: 'tank-box/run', mode: 0o755 } },
  ),
  compose('COMP-14', { entry: { path: 'tank-box/pipe', flag: '6' } }),
  compose('COMP-15', {
    manifest: ['application/vnd.org.margo.component.compose+json', 'application/vnd.docker.compose.project'],
  }),
  compose('COMP-17', {
    manifest: ['application/vnd.oci.empty.v1+json', 'application/vnd.oci.image.config.v1+json'],
  }),
  helm('HELM-01', { file: ['tank-watch/Chart.yaml', 'apiVersion: v2', 'apiVersion: v1'] }),
  helm('HELM-02', { tag: '2.5.0' }, { tag: '2.4.0' }),
  helm('HELM-03', {
    file: [
      'tank-watch/templates/watch.yaml',
      'kind: Deployment',
      'metadata: { annotations: { "helm.sh/hook": pre-install } }',
    ],
  }),
  helm('HELM-03', {
    file: [
      'tank-watch/templates/watch.yaml',
      'kind: Deployment',
      '{{ (lookup "v1" "Secret" "default" "key").data }}',
    ],
  }),
  helm('HELM-04', { entry: { path: 'tank-watch/crds/tank.yaml' } }),
];
