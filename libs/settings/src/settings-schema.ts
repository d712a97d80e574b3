import { listKeys, listSections, type Key } from './key.js';
import { schemaOfValue, type JsonSchema } from './key-schema.js';
import { formatBytes, formatDuration } from './quantity.js';
import type { SettingsClass } from './setting.js';

/** The classes that may own the further keys of an open section, by the value of the key that chooses. */
export interface Choice {
  /** Such as `driver`. */
  readonly key: string;
  readonly shapes: ReadonlyMap<string, SettingsClass>;
}

export interface SchemaOptions {
  readonly title: string;
  /** For each section that was declared open; a chosen value that is not among the shapes may bring any keys. */
  readonly choices?: Readonly<Record<string, Choice>>;
}

/**
 * A JSON Schema (draft 2020-12) of the settings file of a class. Made from the declarations that a reading uses, it refuses
 * unknown keys and values of another type, and nothing that a reading of the file alone takes.
 */
export function settingsSchema(shape: SettingsClass, { title, choices = {} }: SchemaOptions): JsonSchema {
  const sections = listSections(shape).map(({ name, shape: part }): [string, JsonSchema] => {
    const choice = choices[name];
    return [name, choice ? chosenSchema(part, choice) : sectionSchema([part])];
  });
  const properties = { ...Object.fromEntries(sections), ...propertiesOf(shape) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    type: ['object', 'null'],
    additionalProperties: false,
    properties,
  };
}

function sectionSchema(shapes: readonly SettingsClass[], additionalProperties = false): JsonSchema {
  const properties = Object.assign({}, ...shapes.map(propertiesOf)) as JsonSchema;
  return { type: ['object', 'null'], ...(!additionalProperties && { additionalProperties }), properties };
}

/** One whole schema per choice, as editors complete keys by them. The default is chosen where the file says nothing. */
function chosenSchema(shape: SettingsClass, { key, shapes }: Choice): JsonSchema {
  const standard = (new shape() as Record<string, unknown>)[key];
  return [...shapes].reduce<JsonSchema>(
    (otherwise, [value, own]) => {
      const object = { type: 'object' };
      const says = { ...object, properties: { [key]: { const: value } }, required: [key] };
      const saysNothing = [
        { type: 'null' },
        { ...object, not: { ...object, required: [key] } },
        { ...object, properties: { [key]: { const: null } } },
      ];
      return {
        if: value === standard ? { anyOf: [says, ...saysNothing] } : says,
        then: sectionSchema([shape, own]),
        else: otherwise,
      };
    },
    sectionSchema([shape], true),
  );
}

function propertiesOf(shape: SettingsClass): JsonSchema {
  const standards = new shape() as Record<string, unknown>;
  return Object.fromEntries(
    listKeys(shape).map((key) => {
      const facts = factsOf(key, standards[key.name]);
      const value = key.mark.item ? listSchema(key.mark.item()) : schemaOfValue(key);
      // An empty key says nothing, as in a file whose lines are commented out.
      return [key.name, { ...facts, anyOf: [value, { type: 'null' }] }];
    }),
  );
}

/** A list of structures, which only the file can say: what a structure cannot do without must be there. */
function listSchema(item: SettingsClass): JsonSchema {
  const standards = new item() as Record<string, unknown>;
  const required = listKeys(item)
    .filter((key) => standards[key.name] === undefined && key.constraints.length > 0)
    .filter(
      (key) => !key.constraints.some(({ name }) => name === 'isOptional' || name === 'conditionalValidation'),
    )
    .map(({ name }) => name);
  const properties = propertiesOf(item) as Record<string, JsonSchema>;
  for (const name of required) properties[name] = withoutNull(properties[name] ?? {});
  return {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      ...(required.length > 0 && { required }),
      properties,
    },
  };
}

function withoutNull({ anyOf, ...facts }: JsonSchema): JsonSchema {
  return { ...facts, ...((anyOf as JsonSchema[])[0] ?? {}) };
}

function factsOf(key: Key, standard: unknown): JsonSchema {
  const { describe, example } = key.mark;
  const value = defaultOf(key, standard);
  return {
    ...(describe && { description: describe }),
    ...(value !== undefined && { default: value }),
    ...(example !== undefined && key.kind !== 'structures' && { examples: [exampleOf(key, example)] }),
  };
}

function defaultOf(key: Key, value: unknown): unknown {
  if (value === undefined || value === null || key.secret) return undefined;
  if (typeof value !== 'number') return value;
  if (key.kind === 'bytes') return formatBytes(value);
  return key.kind === 'duration' ? formatDuration(value) : value;
}

function exampleOf({ kind }: Key, example: string): unknown {
  if (kind === 'number') return Number(example);
  if (kind === 'boolean') return example === 'true';
  return kind === 'list' ? example.split(',') : example;
}
