import type { BodyClass, JsonSchema } from './body/shapes.js';

/** What readers of the API are told about a route. */
export interface OperationFacts {
  readonly summary: string;
  readonly body?: BodyClass;
  readonly query?: BodyClass;
  /** Schema of a body that no class describes. */
  readonly bodySchema?: JsonSchema;
  /** Name of a schema in {@link ANSWER_SCHEMAS}; nothing for an empty answer. */
  readonly answer?: string;
  /** Whether the answer is a list of them. */
  readonly many?: boolean;
  /** 200, or 204 without an answer, where nothing is said. */
  readonly status?: number;
}

const operations = new WeakMap<object, OperationFacts>();

/** Describes a method of a controller for the OpenAPI document. */
export function Operation(facts: OperationFacts): MethodDecorator {
  return (_target, _name, descriptor) => {
    operations.set(descriptor.value as object, facts);
  };
}

export const findOperation = (method: object): OperationFacts | undefined => operations.get(method);
