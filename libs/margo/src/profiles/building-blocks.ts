import {
  boolean,
  list,
  matching,
  named,
  number,
  oneOf,
  record,
  text,
  type JsonSchema,
} from './json-schema.js';
import type { DeploymentType, PointerForm } from './profile.js';

/** What all versions of the description have in common (Application Description, attribute tables). */

export const APPLICATION_ID = matching(
  '^[a-z0-9-]{1,200}$',
  'an id: 1 to 200 lower-case letters, digits and dashes',
);

const COMPONENT_NAME = matching('^[a-z0-9-]+$', 'a component name: lower-case letters, digits and dashes');
const EMAIL = matching('.*@[a-z0-9.-]*', 'an e-mail address');

export const MEMORY = matching('^[0-9]+(Mi|Gi|Ki)$', 'an amount of memory: digits and Ki, Mi or Gi');
export const STORAGE = matching(
  '^[0-9]+(Mi|Gi|Ki|Ti|Pi|Ei)$',
  'an amount of storage: digits and Ki, Mi, Gi, Ti, Pi or Ei',
);

export const DATA_TYPES = ['string', 'integer', 'double', 'boolean'].flatMap((type) => [
  type,
  `array[${type}]`,
]);

const CATALOG = record(
  { organization: list(record({ name: text }, { site: text })) },
  {
    application: record(
      {},
      {
        descriptionFile: text,
        icon: text,
        licenseFile: text,
        releaseNotes: text,
        site: text,
        tagline: text,
        tags: list(text),
      },
    ),
    author: list(record({}, { name: text, email: EMAIL })),
  },
);

/** A version that YAML reads as a number is a finding of its own (PKG-04). */
const VERSION: JsonSchema = { type: ['string', 'number'] };

export function metadata(own: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return record({ ...own, name: text, version: VERSION, catalog: CATALOG }, { description: text });
}

const SCALAR = ['string', 'number', 'boolean'] as const;

export const PARAMETERS = named(
  record(
    { targets: list(record({ pointer: text, components: list(text) })) },
    { value: { type: [...SCALAR, 'array'], items: { type: SCALAR } } },
  ),
);

export const CONFIGURATION = record({
  sections: list(
    record({
      name: text,
      settings: list(
        record({ parameter: text, name: text, schema: text }, { description: text, immutable: boolean }),
      ),
    }),
  ),
  schema: list(
    record(
      { name: text, dataType: oneOf(DATA_TYPES) },
      {
        allowEmpty: boolean,
        minLength: { type: 'integer' },
        maxLength: { type: 'integer' },
        regexMatch: text,
        minValue: number,
        maxValue: number,
        minPrecision: { type: 'integer' },
        maxPrecision: { type: 'integer' },
        multiselect: boolean,
        options: list({ type: SCALAR }),
      },
    ),
  ),
});

/** A component; what its `properties` are is for the deployment type to say. */
export const COMPONENT = record({ name: COMPONENT_NAME, properties: { type: 'object' } });

export const DOTTED_PATH: PointerForm = {
  pattern: String.raw`^[^\s.]+(\.[^\s.]+)*$`,
  form: 'a dotted path',
  remedy: 'Write the path into the values, such as service.port',
};

export const ENVIRONMENT_VARIABLE: PointerForm = {
  pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
  form: 'the name of an environment variable',
  remedy: 'Write letters, digits and underscores only, such as SERVICE_PORT, without ENV. before it',
};

/** Deployment profiles, the properties of whose components are chosen by their type. */
export function deploymentProfiles(profile: JsonSchema, types: readonly DeploymentType[]): JsonSchema {
  const names = types.map(({ name }) => name);
  const spellings = types.flatMap(({ spellings = [] }) => spellings);
  const properties = { ...profile.properties, type: oneOf(names, spellings) };
  return list({ ...profile, properties, allOf: types.map(chooseProperties) });
}

function chooseProperties({ name, spellings = [], properties }: DeploymentType): JsonSchema {
  return {
    if: { properties: { type: { enum: [name, ...spellings] } }, required: ['type'] },
    then: { properties: { components: { items: { properties: { properties } } } } },
  };
}
