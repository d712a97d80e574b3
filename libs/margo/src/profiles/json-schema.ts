/** The part of JSON Schema 2020-12 that profiles are written in. */
export interface JsonSchema {
  /** What a pattern asks for, as "is not <description>". */
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  /** The words of `enum` that are suggested. */
  readonly examples?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

type Fields = Readonly<Record<string, JsonSchema>>;

/** Keys of vendors; what is inside is theirs. */
export const EXTENSION_KEY = '^x-.+-extensions$';

export const text: JsonSchema = { type: 'string' };
export const boolean: JsonSchema = { type: 'boolean' };
export const integer: JsonSchema = { type: 'integer' };
export const number: JsonSchema = { type: 'number' };

/** A text that matches a pattern (RE2); `form` ends the sentence "… is not". */
export function matching(pattern: string, form: string): JsonSchema {
  return { type: 'string', pattern, description: form };
}

/** One of some words; others may be let through that are never suggested, for a check to report. */
export function oneOf(words: readonly string[], tolerated: readonly string[] = []): JsonSchema {
  return { type: 'string', enum: [...words, ...tolerated], examples: words };
}

export function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** A map whose keys are names. */
export function named(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

/** A mapping that knows all its keys. An optional key without a value counts as absent, as YAML libraries read it. */
export function record(required: Fields, optional: Fields = {}): JsonSchema {
  return {
    type: 'object',
    properties: { ...required, ...mapFields(optional, orEmpty) },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** The same mapping with room for the extensions of vendors. */
export function extensible(schema: JsonSchema): JsonSchema {
  return { ...schema, patternProperties: { [EXTENSION_KEY]: {} } };
}

function orEmpty(schema: JsonSchema): JsonSchema {
  if (schema.type === undefined) return schema;
  return {
    ...schema,
    type: [...[schema.type].flat(), 'null'],
    ...(schema.enum ? { enum: [...schema.enum, null] } : {}),
  };
}

function mapFields(fields: Fields, change: (schema: JsonSchema) => JsonSchema): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, change(schema)]));
}
