import type { Rule } from './rule.js';
import { ADVISED, REFUSED, REFUSED_WHEN_ENFORCED, TOLD } from './severities.js';

const REGISTRY_PAGE = 'Application Registry';
const DESCRIPTION_PAGE = 'Application Description';

/** The rules of a description: what `checkDescription` reports. */
export const DESCRIPTION_RULES = {
  'PKG-01': {
    level: 'MUST',
    title: 'The description is one YAML document in UTF-8, and a mapping of plain data.',
    source: `${REGISTRY_PAGE}, application description layer; YAML 1.2.2, chapters 5, 7 and 9`,
    severity: REFUSED,
  },
  'PKG-02': {
    level: 'MUST',
    title: '`apiVersion` and `kind` are what the profile says.',
    source: `${DESCRIPTION_PAGE}, top-level attributes`,
    severity: REFUSED,
  },
  'PKG-03': {
    level: 'MUST',
    title: 'Every field is there, and has the type and form that the profile says.',
    source: `${DESCRIPTION_PAGE}, attribute tables`,
    severity: REFUSED,
  },
  'PKG-04': {
    level: 'MUST',
    title: '`metadata.version` is text: a version that YAML reads as a number is quoted.',
    source: `${REGISTRY_PAGE}, tags; ${DESCRIPTION_PAGE}, metadata attributes`,
    severity: REFUSED_WHEN_ENFORCED,
  },
  'PKG-09': {
    level: 'practice',
    title: 'The description stays within the limits for size, depth and number of values.',
    source: 'Protection of this registry and of every reader behind it',
    severity: REFUSED,
  },
  'TAG-01': {
    level: 'MUST',
    title: 'The tag is `metadata.version`, with `_` for `+`.',
    source: `${REGISTRY_PAGE}, tags`,
    severity: REFUSED,
  },
  'TAG-05': {
    level: 'practice',
    title: '`metadata.version` is a version of SemVer 2.0.0.',
    source: 'Semantic Versioning 2.0.0; packaging tools insist on it',
    severity: ADVISED,
  },
  'SEM-01': {
    level: 'MUST',
    title: 'Every component that a target names is a component of some deployment profile.',
    source: `${DESCRIPTION_PAGE}, target attributes`,
    severity: REFUSED,
  },
  'SEM-02': {
    level: 'MUST',
    title: 'Every setting is about a parameter that exists.',
    source: `${DESCRIPTION_PAGE}, setting attributes`,
    severity: REFUSED,
  },
  'SEM-03': {
    level: 'MUST',
    title: 'Every setting names a schema that exists.',
    source: `${DESCRIPTION_PAGE}, setting attributes`,
    severity: REFUSED,
  },
  'SEM-04': {
    level: 'MUST',
    title: 'Deployment profiles have different ids.',
    source: `${DESCRIPTION_PAGE}, deployment profile attributes`,
    severity: REFUSED,
  },
  'SEM-05': {
    level: 'MUST',
    title: 'Components of one deployment profile have different names.',
    source: `${DESCRIPTION_PAGE}, component attributes`,
    severity: REFUSED,
  },
  'SEM-06': {
    level: 'MUST',
    title: 'Schemas have different names.',
    source: `${DESCRIPTION_PAGE}, schema attributes`,
    severity: REFUSED,
  },
  'SEM-07': {
    level: 'MUST',
    title:
      'A deployment profile that requires an `other` architecture, interface or peripheral describes it.',
    source: `${DESCRIPTION_PAGE} of 1.0.0-rc.2, required resources`,
    severity: REFUSED,
  },
  'SEM-08': {
    level: 'practice',
    title: 'A default value fits every schema that is used for it.',
    source: `${DESCRIPTION_PAGE}, schema attributes`,
    severity: ADVISED,
  },
  'SEM-09': {
    level: 'practice',
    title: 'Every parameter can get a value: it has a default or a setting.',
    source: `${DESCRIPTION_PAGE}, parameter attributes`,
    severity: ADVISED,
  },
  'SEM-10': {
    level: 'practice',
    title:
      'The rules of a schema can be kept: limits in order, a pattern that compiles, options of the data type.',
    source: `${DESCRIPTION_PAGE}, schema attributes`,
    severity: ADVISED,
  },
  'SEM-11': {
    level: 'MUST',
    title: 'A `custom` deployment profile selects its devices by label.',
    source: `${DESCRIPTION_PAGE}, device constraints`,
    severity: REFUSED,
  },
  'SEM-12': {
    level: 'MUST',
    title: 'A match expression has the values that its operator needs.',
    source: `${DESCRIPTION_PAGE}, match expressions`,
    severity: REFUSED,
  },
  'SEM-13': {
    level: 'SHOULD',
    title: 'A deployment profile has either capacity requirements or property selectors.',
    source: `${DESCRIPTION_PAGE}, device constraints`,
    severity: ADVISED,
  },
  'SEM-14': {
    level: 'MUST',
    title: 'A component is found by an `oci://` repository and a revision that is a SemVer tag.',
    source: `${DESCRIPTION_PAGE}, component properties`,
    severity: REFUSED,
  },
  'SEM-15': {
    level: 'practice',
    title: 'A target’s pointer has the form of its deployment type.',
    source: `${DESCRIPTION_PAGE}, target attributes`,
    severity: ADVISED,
  },
  'SEM-16': {
    level: 'MUST',
    title: 'Extensions (`x-…-extensions`) are at the root, in deployment profiles and in components only.',
    source: `${DESCRIPTION_PAGE}, extensions`,
    severity: REFUSED_WHEN_ENFORCED,
  },
  'SEM-17': {
    level: 'practice',
    title: 'There are no keys that the profile does not know.',
    source: `${DESCRIPTION_PAGE}, attribute tables; packaging tools validate closed`,
    severity: REFUSED_WHEN_ENFORCED,
  },
  'SEM-18': {
    level: 'practice',
    title: 'There is at least one deployment profile, with at least one component.',
    source: 'Conformance tools for application suppliers',
    severity: REFUSED_WHEN_ENFORCED,
  },
  'SEM-19': {
    level: 'practice',
    title: 'The application is offered for Helm and for Compose.',
    source: `${DESCRIPTION_PAGE}, deployment profiles: recommended`,
    severity: TOLD,
  },
} as const satisfies Record<string, Rule>;
