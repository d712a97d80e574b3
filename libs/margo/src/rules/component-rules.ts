import type { Rule } from './rule.js';
import { ADVISED, REFUSED, TOLD } from './severities.js';

const COMPOSE_PAGE = 'Application Registry, Compose components';
const HELM_PAGE = 'Application Package, Helm components';

/** The rules of components: what `checkComponent` reports. A registry refuses no component: its severities are for reports and tools. */
export const COMPONENT_RULES = {
  'COMP-01': {
    level: 'MUST',
    title: 'The manifest has the artifact type of a Compose component.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-02': {
    level: 'MUST',
    title: 'Exactly one layer, the Compose Archive.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-03': {
    level: 'MUST',
    title: 'The annotation of the type says `compose`.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-04': {
    level: 'MUST',
    title: 'The annotation of the version is SemVer without a leading v, and equals the tag.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-05': {
    level: 'MUST',
    title: 'The annotations are on the layer; tools put them on the manifest, where they are accepted too.',
    source: COMPOSE_PAGE,
    severity: TOLD,
  },
  'COMP-06': {
    level: 'SHOULD',
    title: 'Title, authors, description and version are annotated, and the version is the same everywhere.',
    source: COMPOSE_PAGE,
    severity: ADVISED,
  },
  'COMP-07': {
    level: 'MUST',
    title: 'The tag is SemVer, with _ for +.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-08': {
    level: 'MUST',
    title: 'The archive is a gzipped tar with exactly one folder at the top, within limits.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-09': {
    level: 'MUST',
    title: 'That folder holds compose.yaml, in this spelling.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-10': {
    level: 'MUST',
    title: 'compose.yaml is a Compose file.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-11': {
    level: 'MUST',
    title: 'Files that the Compose file reads are in the archive, by relative paths.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-12': {
    level: 'MUST',
    title: 'Sources of bind mounts and files of secrets are not in the archive.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-13': {
    level: 'MUST',
    title: 'No name and no link leads out of the archive.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-14': {
    level: 'MUST',
    title: 'No entry has setuid, setgid or sticky bits, or is a special file.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-15': {
    level: 'MUST',
    title: 'It was not published with `docker compose publish`.',
    source: COMPOSE_PAGE,
    severity: REFUSED,
  },
  'COMP-17': {
    level: 'practice',
    title: 'The config is the empty descriptor, as packaging tools write it.',
    source: COMPOSE_PAGE,
    severity: TOLD,
  },
  'HELM-01': {
    level: 'practice',
    title: 'Chart.yaml is that of a chart with apiVersion v2.',
    source: HELM_PAGE,
    severity: ADVISED,
  },
  'HELM-02': {
    level: 'practice',
    title: 'The version of the chart is the tag, with _ for +.',
    source: HELM_PAGE,
    severity: ADVISED,
  },
  'HELM-03': {
    level: 'practice',
    title: 'No template relies on hooks or on lookup.',
    source: HELM_PAGE,
    severity: ADVISED,
  },
  'HELM-04': {
    level: 'practice',
    title: 'The chart leaves custom resource definitions to others.',
    source: HELM_PAGE,
    severity: ADVISED,
  },
} as const satisfies Record<string, Rule>;
