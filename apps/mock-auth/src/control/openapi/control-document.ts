import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { listFields, schemaOf } from '../body/field.js';
import type { BodyClass, JsonSchema } from '../body/shapes.js';
import { findOperation, type OperationFacts } from '../operation.js';
import { ANSWER_SCHEMAS } from './answer-schemas.js';

const METHODS: Partial<Record<RequestMethod, string>> = {
  [RequestMethod.GET]: 'get',
  [RequestMethod.POST]: 'post',
  [RequestMethod.PUT]: 'put',
  [RequestMethod.PATCH]: 'patch',
  [RequestMethod.DELETE]: 'delete',
};

interface Route {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly facts: OperationFacts;
}

/** The control API as OpenAPI 3.1, read from the controllers themselves. */
export function describeControl(controllers: readonly Type[]): Record<string, unknown> {
  const schemas: Record<string, JsonSchema> = { ...ANSWER_SCHEMAS };
  const refer = (body: BodyClass): JsonSchema => {
    schemas[body.name] ??= schemaOf(body, refer);
    return { $ref: `#/components/schemas/${body.name}` };
  };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of controllers.flatMap(listRoutes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route, refer) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Control of the mock authorization server',
      version: '1',
      description:
        'Every issuer has this API under its own path: /control, and /<issuer>/control for the others.',
    },
    servers: [{ url: '/' }, { url: '/{issuer}', variables: { issuer: { default: 'test' } } }],
    paths,
    components: { schemas },
  };
}

function listRoutes(controller: Type): Route[] {
  const base = String(Reflect.getMetadata(PATH_METADATA, controller));
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const facts = handler && findOperation(handler);
    if (handler === undefined || facts === undefined) return [];
    const method = METHODS[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] ?? '';
    const own = String(Reflect.getMetadata(PATH_METADATA, handler));
    return [{ method, path: joinPath(base, own), name: `${controller.name}.${name}`, facts }];
  });
}

/** `control/keys` and `:kid/promote` → `/control/keys/{kid}/promote`. */
const joinPath = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .map((part) => part.replace(/^:(.*)$/, '{$1}'))
    .join('/')}`;

function describeRoute({ path, name, facts }: Route, refer: (body: BodyClass) => JsonSchema): object {
  const { summary, body, bodySchema, query, answer } = facts;
  const inPath = [...path.matchAll(/\{(.*?)\}/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const schema = body === undefined ? bodySchema : refer(body);
  return {
    summary,
    operationId: name,
    parameters: [...inPath, ...(query === undefined ? [] : listParameters(query))],
    ...(schema === undefined ? {} : { requestBody: describeBody(schema, body) }),
    responses: {
      [facts.status ?? (answer === undefined ? 204 : 200)]: describeAnswer(facts),
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: schemaNamed('Problem') } },
      },
    },
  };
}

function listParameters(query: BodyClass): object[] {
  return listFields(query).map(({ name, describe, shape, required }) => ({
    name,
    in: 'query',
    required,
    description: describe,
    schema: shape.schema,
  }));
}

function describeBody(schema: JsonSchema, body?: BodyClass): object {
  const required = body === undefined || listFields(body).some((field) => field.required);
  return { required, content: { 'application/json': { schema }, 'application/yaml': { schema } } };
}

function describeAnswer({ answer, many = false }: OperationFacts): object {
  if (answer === undefined) return { description: 'Done' };
  const one = schemaNamed(answer);
  const schema = many ? { type: 'array', items: one } : one;
  return { description: answer, content: { 'application/json': { schema } } };
}

const schemaNamed = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
