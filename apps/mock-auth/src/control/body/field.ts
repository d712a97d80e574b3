import { IsDefined, ValidateIf } from 'class-validator';
import type { BodyClass, JsonSchema, Shape } from './shapes.js';

interface FieldFacts {
  readonly name: string;
  readonly describe: string;
  readonly shape: Shape;
  readonly required: boolean;
}

const fields = new Map<unknown, FieldFacts[]>();

/** Declares a property of a body: what it means for readers of the API, and the shape that validation holds. */
export function Field(
  describe: string,
  shape: Shape,
  { required = false }: { required?: boolean } = {},
): PropertyDecorator {
  return (target, name) => {
    const known = fields.get(target.constructor) ?? [];
    known.push({ name: String(name), describe, shape, required });
    fields.set(target.constructor, known);
    // A `null` is no absence: it is refused where the shape does not say otherwise.
    const presence = required
      ? IsDefined({ message: 'is missing' })
      : ValidateIf((_body, value) => value !== undefined);
    for (const decorate of [presence, ...shape.validators]) decorate(target, name);
  };
}

/** The declared properties of a body, in their order; those that it inherits come first. */
export function listFields(body: BodyClass): readonly FieldFacts[] {
  const parent: unknown = Object.getPrototypeOf(body);
  const inherited = typeof parent === 'function' && parent.name !== '' ? listFields(parent as BodyClass) : [];
  return [...inherited, ...(fields.get(body) ?? [])];
}

/** The JSON Schema of a body; bodies inside it are given by reference, and told to `refer`. */
export function schemaOf(body: BodyClass, refer: (body: BodyClass) => JsonSchema): JsonSchema {
  const properties = listFields(body).map(({ name, describe, shape }) => [
    name,
    { ...schemaOfShape(shape, refer), description: describe },
  ]);
  const required = listFields(body).flatMap((field) => (field.required ? [field.name] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function schemaOfShape({ schema, nested }: Shape, refer: (body: BodyClass) => JsonSchema): JsonSchema {
  if (nested === undefined) return schema;
  return schema.type === 'array' ? { ...schema, items: refer(nested()) } : refer(nested());
}
