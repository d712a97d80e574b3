import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { parseMoment, parseSpan } from './moment.js';

export type JsonSchema = Readonly<Record<string, unknown>>;
export type BodyClass<T extends object = object> = new () => T;

/** What a field holds: the JSON Schema for readers, and the validators that hold it. */
export interface Shape {
  readonly schema: JsonSchema;
  readonly validators: readonly PropertyDecorator[];
  /** The class of the object, or of each object of the list. */
  readonly nested?: () => BodyClass;
}

const LONGEST_TEXT = 100_000;
const LONGEST_LIST = 1000;

export function text(pattern?: RegExp, rule?: string): Shape {
  const validators = [IsString(), MaxLength(LONGEST_TEXT)];
  if (pattern === undefined) return { schema: { type: 'string' }, validators };
  return {
    schema: { type: 'string', pattern: pattern.source },
    validators: [...validators, Matches(pattern, { message: `must be ${rule}` })],
  };
}

export function choice(values: readonly string[]): Shape {
  const message = `must be one of ${values.join(', ')}`;
  return { schema: { type: 'string', enum: values }, validators: [IsIn(values, { message })] };
}

export const flag: Shape = { schema: { type: 'boolean' }, validators: [IsBoolean()] };

export function whole(minimum: number, maximum: number): Shape {
  return {
    schema: { type: 'integer', minimum, maximum },
    validators: [IsInt(), Min(minimum), Max(maximum)],
  };
}

export function number(minimum: number, maximum: number): Shape {
  return {
    schema: { type: 'number', minimum, maximum },
    validators: [IsNumber(), Min(minimum), Max(maximum)],
  };
}

export const record: Shape = {
  schema: { type: 'object', additionalProperties: true },
  validators: [IsObject()],
};

export const textOrTexts: Shape = {
  schema: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  validators: [
    rule('textOrTexts', 'must be a text or a list of texts', (value) =>
      [value].flat().every((one) => typeof one === 'string'),
    ),
  ],
};

export const moment: Shape = {
  schema: { title: 'moment', oneOf: [{ type: 'number' }, { type: 'string' }], examples: ['+15m'] },
  validators: [
    rule(
      'moment',
      'must be seconds since 1970, an RFC 3339 text, now, or a distance from the clock such as +15m',
      (value) => parseMoment(value, 0) !== undefined,
    ),
  ],
};

export const span: Shape = {
  schema: { title: 'span', oneOf: [{ type: 'number' }, { type: 'string' }], examples: ['15m'] },
  validators: [
    rule(
      'span',
      'must be seconds, or a text such as 90s, 15m, 24h',
      (value) => parseSpan(value) !== undefined,
    ),
  ],
};

export function object(of: () => BodyClass): Shape {
  return { schema: {}, validators: [IsObject(), ValidateNested()], nested: of };
}

export function list(of: () => BodyClass): Shape {
  return {
    schema: { type: 'array' },
    validators: [IsArray(), ArrayMaxSize(LONGEST_LIST), ValidateNested({ each: true })],
    nested: of,
  };
}

export function choices(values: readonly string[]): Shape {
  const message = `must be a list of ${values.join(', ')}`;
  return {
    schema: { type: 'array', items: { type: 'string', enum: values } },
    validators: [IsArray(), IsIn(values, { each: true, message })],
  };
}

function rule(name: string, message: string, holds: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: holds, defaultMessage: () => message } });
}
