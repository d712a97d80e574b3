import { getMetadataStorage } from 'class-validator';
import type { JsonSchema } from './json-schema.js';
import type { ParameterDescription } from './operation.js';
import { describeParameters } from './parameter.js';

/** The constraints of one decorator of class-validator, by its name; what is not here cannot be said by a schema. */
const KEYWORDS: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isLength: ([minLength, maxLength]) => ({ type: 'string', minLength, maxLength }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  isIn: ([values]) => ({ type: 'string', enum: values }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  isOptional: () => ({}),
};

/**
 * The parameters of a query, from the decorators that judge it. Throws for a decorator without a schema and for a parameter
 * without {@link Parameter}, which are mistakes in the class.
 */
export function parametersOf(form: new () => object): Readonly<Record<string, ParameterDescription>> {
  const defaults = new form() as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(describeParameters(form)).map(([name, describe]) => {
      const schema = { ...schemaOf(form, name), ...defaultOf(defaults[name]) };
      return [name, { describe, schema, isRequired: isRequired(form, name) && !('default' in schema) }];
    }),
  );
}

function schemaOf(form: new () => object, property: string): JsonSchema {
  return Object.assign(
    {},
    ...constraintsOf(form, property).map((one) => keywordOf(one, property)),
  ) as JsonSchema;
}

function isRequired(form: new () => object, property: string): boolean {
  return !constraintsOf(form, property).some(({ name }) => name === 'isOptional');
}

function constraintsOf(form: new () => object, property: string) {
  const all = getMetadataStorage().getTargetValidationMetadatas(form, '', true, false);
  return all.filter(({ propertyName }) => propertyName === property);
}

function keywordOf(
  { name = '', constraints }: { name?: string; constraints?: unknown[] },
  property: string,
): JsonSchema {
  const keyword = KEYWORDS[name];
  if (keyword === undefined)
    throw new Error(`${property}: no schema says what ${name || 'a decorator'} does`);
  return keyword(constraints ?? []);
}

function defaultOf(value: unknown): JsonSchema {
  return value === undefined ? {} : { default: value };
}
