import type { Rule } from './rule.js';
import { ADVISED, REFUSED, REFUSED_WHEN_ENFORCED } from './severities.js';

const REGISTRY_PAGE = 'Application Registry';

/** The rules of a package's manifest, its tags and its resources: what `checkPackage` reports besides the description's. */
export const PACKAGE_RULES = {
  'MAN-01': {
    level: 'MUST',
    title: 'A package is an OCI image manifest, neither an index nor a manifest of Docker.',
    source: `${REGISTRY_PAGE}, application package manifest; OCI image specification 1.1, manifest`,
    severity: REFUSED,
  },
  'MAN-02': {
    level: 'MUST',
    title: 'The manifest has the artifact type of an application package.',
    source: `${REGISTRY_PAGE}, application package manifest`,
    severity: REFUSED,
  },
  'MAN-03': {
    level: 'MUST',
    title: 'The config is the empty descriptor.',
    source: `${REGISTRY_PAGE}, application package manifest; OCI image specification 1.1, empty descriptor`,
    severity: REFUSED,
  },
  'MAN-04': {
    level: 'MUST',
    title: 'Exactly one layer is the description.',
    source: `${REGISTRY_PAGE}, application description layer`,
    severity: REFUSED,
  },
  'MAN-05': {
    level: 'MUST',
    title: 'Every other layer has the media type of a resource.',
    source: `${REGISTRY_PAGE}, resource layers`,
    severity: REFUSED,
  },
  'MAN-06': {
    level: 'MUST',
    title: 'The media type of a resource ends in its file format.',
    source: `${REGISTRY_PAGE}, resource layers`,
    severity: REFUSED,
  },
  'MAN-07': {
    level: 'practice',
    title: 'Each kind of resource is there once at most.',
    source: 'The fields of the catalogue have one value each',
    severity: REFUSED_WHEN_ENFORCED,
  },
  'MAN-08': {
    level: 'practice',
    title: 'Every layer has a title: its path in the package.',
    source: `${REGISTRY_PAGE}, examples; clients leave out layers without a title`,
    severity: ADVISED,
  },
  'MAN-09': {
    level: 'practice',
    title: 'Titles are different, relative paths that stay inside the package.',
    source: 'Clients write layers to the paths that their titles name',
    severity: REFUSED,
  },
  'MAN-10': {
    level: 'MUST',
    title: 'Where a layer names the field that it is for, the name fits its media type.',
    source: `${REGISTRY_PAGE}, resource layers, table of annotations`,
    severity: REFUSED_WHEN_ENFORCED,
  },
  'TAG-03': {
    level: 'practice',
    title: 'An alias points to a package that its version tag points to as well.',
    source: `${REGISTRY_PAGE}, tags; a reader of the list then finds the version`,
    severity: { enforce: 'error', warn: 'info' },
  },
  'PKG-05': {
    level: 'MUST',
    title: 'Every file that the description names is a layer of the package.',
    source: `${REGISTRY_PAGE}, resource layers; Application Description, catalog attributes`,
    severity: REFUSED_WHEN_ENFORCED,
  },
  'PKG-06': {
    level: 'practice',
    title: 'Every resource is named by the description.',
    source: `${REGISTRY_PAGE}, resource layers`,
    severity: ADVISED,
  },
  'PKG-07': {
    level: 'SHOULD',
    title: 'A resource has a format that its kind can have.',
    source: 'Application Description, catalog attributes',
    severity: ADVISED,
  },
  'PKG-08': {
    level: 'practice',
    title: 'The bytes of a resource are what its media type says, and harmless to show.',
    source: 'Catalogues show icons and notes to people',
    severity: REFUSED_WHEN_ENFORCED,
  },
} as const satisfies Record<string, Rule>;
