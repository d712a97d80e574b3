import { SetMetadata } from '@nestjs/common';
import type { JsonSchema } from './json-schema.js';

/** A parameter that no class describes. */
export interface ParameterDescription {
  readonly describe: string;
  readonly schema: JsonSchema;
  /** Of a query; what is in the path always is. */
  readonly isRequired?: boolean;
}

/** Schemas by media type. */
export type Content = Readonly<Record<string, JsonSchema>>;

/** What a route says of itself to those who call it. */
export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  /** A class whose decorators judge the query, or its parameters one by one. */
  readonly query?: (new () => object) | Readonly<Record<string, ParameterDescription>>;
  /** Parameters of the path. */
  readonly path?: Readonly<Record<string, ParameterDescription>>;
  readonly body?: Content;
  /** The answer of a success; undefined for 204 and no body. */
  readonly answer?: Content;
  /** What 503 says where that is no problem. */
  readonly unavailable?: Content;
  /** True where a list goes on by `Link`. */
  readonly isPaged?: boolean;
  /** True where `If-None-Match` is answered with 304. */
  readonly isConditional?: boolean;
  /** Statuses of problems (RFC 9457) beside those that every route has. */
  readonly problems?: readonly number[];
}

const OPERATION = 'margo-registry:operation';

/** Describes a route of the own API for the OpenAPI document. */
export const Operation = (description: OperationDescription) => SetMetadata(OPERATION, description);

export function findOperation(handler: object): OperationDescription | undefined {
  return Reflect.getMetadata(OPERATION, handler) as OperationDescription | undefined;
}
