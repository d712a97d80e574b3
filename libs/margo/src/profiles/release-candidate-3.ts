import {
  APPLICATION_ID,
  COMPONENT,
  CONFIGURATION,
  DOTTED_PATH,
  ENVIRONMENT_VARIABLE,
  MEMORY,
  PARAMETERS,
  STORAGE,
  deploymentProfiles,
  metadata,
} from './building-blocks.js';
import { boolean, extensible, list, number, oneOf, record, text, type JsonSchema } from './json-schema.js';
import type { Profile } from './profile.js';

const LOCATED = record({ repository: text, revision: text }, { wait: boolean, timeout: text });

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'ContainsAll', 'ContainsAny'];

const MATCH_EXPRESSION = record(
  {
    key: text,
    // How the published list misspells ContainsAny; SEM-12 says so.
    operator: oneOf(OPERATORS, ['ContainersAny']),
  },
  { values: list({ type: ['string', 'number', 'boolean'] }), itemSelector: { $ref: '#/$defs/selector' } },
);

const SELECTOR: JsonSchema = {
  ...record({ matchExpressions: list(MATCH_EXPRESSION) }),
  type: ['object', 'null'],
};

const SELECTOR_REFERENCE: JsonSchema = { $ref: '#/$defs/selector' };

const DEVICE_CONSTRAINTS = record(
  {},
  {
    capacityRequirements: record(
      {},
      {
        cpu: record({ cores: number }, { architectures: list(oneOf(['amd64', 'arm64', 'arm'])) }),
        memory: MEMORY,
        storage: STORAGE,
      },
    ),
    eligibilityRules: list(
      record({}, { propertySelector: SELECTOR_REFERENCE, labelSelector: SELECTOR_REFERENCE }),
    ),
  },
);

const DEPLOYMENT_PROFILE = extensible(
  record(
    { type: text, id: text, components: list(extensible(COMPONENT)) },
    { description: text, deviceConstraints: DEVICE_CONSTRAINTS },
  ),
);

/** The pages that are published after 1.0.0-rc.2: `apiVersion: v1`, no `kind`, device constraints, `custom`. */
export const RELEASE_CANDIDATE_3: Profile = {
  name: '1.0.0-rc.3',
  aliases: ['1.0.0'],
  apiVersions: ['v1'],
  idPath: ['id'],
  kind: 'absent',
  deploymentTypes: [
    { name: 'helm', properties: LOCATED, pointer: DOTTED_PATH, ociLocation: true },
    {
      name: 'compose',
      properties: LOCATED,
      pointer: ENVIRONMENT_VARIABLE,
      ociLocation: true,
      toleratedProperties: ['packageLocation', 'keyLocation'],
    },
    { name: 'custom', properties: { type: 'object' }, labelSelector: true },
  ],
  schema: (types) => ({
    ...extensible(
      record(
        {
          apiVersion: text,
          id: APPLICATION_ID,
          metadata: metadata(),
          deploymentProfiles: deploymentProfiles(DEPLOYMENT_PROFILE, types),
        },
        { parameters: PARAMETERS, configuration: CONFIGURATION },
      ),
    ),
    $defs: { selector: SELECTOR },
  }),
  crossReferences: [
    'target-components',
    'setting-parameters',
    'setting-schemas',
    'profile-ids',
    'component-names',
    'schema-names',
    'schema-rules',
    'reachable-parameters',
    'label-selectors',
    'match-expressions',
    'constraint-kinds',
    'component-locations',
    'pointers',
    'something-to-deploy',
    'recommended-types',
  ],
};
