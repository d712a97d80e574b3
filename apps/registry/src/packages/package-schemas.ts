import type { Finding } from '@margo-registry/margo';
import { DIGEST, FLAG, MOMENT, TEXT, COUNT, listOf, objectOf, orNull } from '../openapi/json-schema.js';
import type { JsonSchema } from '../openapi/json-schema.js';
import type { Content } from '../openapi/operation.js';

const POSITION: JsonSchema = { type: 'integer', minimum: 1 };

const FINDING_MEMBERS: Readonly<Record<keyof Finding, JsonSchema>> = {
  rule: { type: 'string', pattern: '^[A-Z]+-[0-9]+$' },
  severity: { type: 'string', enum: ['error', 'warning', 'info'] },
  message: TEXT,
  document: { type: 'string', enum: ['description', 'manifest', 'resource', 'component'] },
  path: TEXT,
  line: POSITION,
  column: POSITION,
  length: POSITION,
  toleratedBy: TEXT,
  link: TEXT,
};

const FINDINGS = listOf(objectOf(FINDING_MEMBERS, ['line', 'column', 'length', 'toleratedBy']));

const VERSIONS = listOf(objectOf({ version: TEXT, digest: DIGEST, conforms: FLAG }));

const APPLICATION = objectOf({
  repository: TEXT,
  id: TEXT,
  name: TEXT,
  tagline: orNull(TEXT),
  profile: TEXT,
  latest: orNull(TEXT),
  versions: VERSIONS,
  preReleases: VERSIONS,
});

const PART = objectOf({ name: TEXT, href: TEXT, contentType: TEXT, digest: DIGEST, size: COUNT });

const COMPONENT = objectOf(
  {
    deploymentProfile: TEXT,
    type: TEXT,
    name: TEXT,
    repository: TEXT,
    revision: TEXT,
    packageLocation: TEXT,
    digest: { ...orNull(DIGEST), description: 'What the revision is here; null for what is elsewhere.' },
    findings: {
      ...orNull(FINDINGS),
      description:
        'Of the component itself. Null for what is elsewhere or no component, where validation is off, and beyond the first 32.',
    },
  },
  ['deploymentProfile', 'type', 'name', 'repository', 'revision', 'packageLocation'],
);

const REFERRER = objectOf({
  digest: DIGEST,
  mediaType: TEXT,
  artifactType: orNull(TEXT),
  size: COUNT,
  annotations: orNull({ type: 'object', additionalProperties: TEXT }),
});

const PACKAGE = objectOf({
  repository: TEXT,
  digest: DIGEST,
  profile: orNull(TEXT),
  id: orNull(TEXT),
  name: orNull(TEXT),
  version: orNull(TEXT),
  conforms: FLAG,
  description: { ...orNull({ type: 'object' }), description: 'The description as JSON.' },
  parts: listOf(PART),
  components: listOf(COMPONENT),
  referrers: listOf(REFERRER),
  findings: FINDINGS,
});

const LEVEL: JsonSchema = { type: 'string', enum: ['enforce', 'warn', 'off'] };

const KIND = orNull({ type: 'string', enum: ['compose', 'helm'] });
const COMPONENT_KIND: JsonSchema = {
  ...KIND,
  description: 'What kind of component it is; null for a package.',
};

const REPORT = objectOf({
  repository: TEXT,
  reference: TEXT,
  digest: DIGEST,
  component: COMPONENT_KIND,
  profile: orNull(TEXT),
  level: LEVEL,
  checkedAt: { ...orNull(MOMENT), description: 'Null where the report was made for this answer.' },
  findings: FINDINGS,
});

const VALIDATION = objectOf({
  component: COMPONENT_KIND,
  profile: orNull(TEXT),
  level: LEVEL,
  acceptable: FLAG,
  findings: FINDINGS,
});

/** JSON, or one of the other formats of findings. */
const inEveryFormat = (json: JsonSchema): Content => ({
  'application/json': json,
  'application/sarif+json': { type: 'object', required: ['version', 'runs'] },
  'text/plain': TEXT,
});

export const PACKAGE_LIST_CONTENT: Content = {
  'application/json': objectOf({ packages: listOf(APPLICATION) }),
};
export const PACKAGE_CONTENT: Content = { 'application/json': PACKAGE };
export const REPORT_CONTENT = inEveryFormat(REPORT);
export const VALIDATION_CONTENT = inEveryFormat(VALIDATION);
