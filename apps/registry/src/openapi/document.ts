import type { Requirement } from '../access/requires.js';
import { TEXT, objectOf, type JsonSchema } from './json-schema.js';
import type { Content, OperationDescription, ParameterDescription } from './operation.js';
import type { OwnRoute } from './own-routes.js';
import { parametersOf } from './query-schema.js';

const TITLE = 'Margo Registry';
const DESCRIPTION =
  'What the registry offers beside the OCI Distribution API under /v2/. HEAD is answered wherever GET is. ' +
  'A repository in a path is one percent-encoded segment.';

/** RFC 9457; `context` is whatever helps with this kind of problem. */
const PROBLEM: JsonSchema = objectOf(
  {
    type: { type: 'string', description: 'Ends in the reason of the table of errors.' },
    title: { type: 'string', description: 'The error code.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: TEXT,
    context: {},
  },
  ['context'],
);

/** The OpenAPI 3.1 document of these routes. A route that nobody has described is not in it. */
export function writeDocument(routes: readonly OwnRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const { path, method, operation } = route;
    if (operation === undefined) continue;
    (paths[path] ??= {})[method.toLowerCase()] = describe(route, operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: TITLE, version, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'Mode bearer only.' } },
    },
  };
}

function describe({ id, requirement }: OwnRoute, operation: OperationDescription): object {
  const { summary, description, body } = operation;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: listParameters(operation),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      ...successOf(operation),
      ...Object.fromEntries(problemsOf(operation, requirement).map((status) => [status, problem(status)])),
      ...unavailableOf(operation),
    },
    security: requirement === 'nothing' ? [] : [{ bearer: [] }, {}],
  };
}

function listParameters({ path = {}, query = {}, isConditional }: OperationDescription): object[] {
  const asked = typeof query === 'function' ? parametersOf(query) : query;
  const condition = { describe: 'An entity tag that the caller holds.', schema: TEXT };
  return [
    ...Object.entries(path).map(([name, one]) => parameter('path', name, one)),
    ...Object.entries(asked).map(([name, one]) => parameter('query', name, one)),
    ...(isConditional ? [parameter('header', 'If-None-Match', condition)] : []),
  ];
}

function parameter(
  place: string,
  name: string,
  { describe, schema, isRequired = false }: ParameterDescription,
): object {
  return { name, in: place, required: place === 'path' || isRequired, description: describe, schema };
}

function successOf({ answer, isPaged, isConditional }: OperationDescription): object {
  if (answer === undefined) return { 204: { description: 'Done.' } };
  const headers = {
    ...(isPaged ? { Link: header('Leads to the next page (RFC 8288); absent on the last one.') } : {}),
    ...(isConditional ? { ETag: header('Of the content.') } : {}),
  };
  return {
    200: { description: 'The answer.', headers, content: contentOf(answer) },
    ...(isConditional ? { 304: { description: 'The caller holds it.' } } : {}),
  };
}

/** 401 and 403 come from whatever requires something, 403 in open mode from a foreign host, 503 from stores that do not answer. */
function problemsOf({ problems = [] }: OperationDescription, requirement: Requirement): number[] {
  const usual = requirement === 'nothing' ? [403] : [401, 403, 503];
  return [...new Set([...usual, ...problems])].sort((a, b) => a - b);
}

function problem(status: number): object {
  const headers =
    status === 401 ? { 'WWW-Authenticate': header('Where tokens are, and which one is needed.') } : {};
  return {
    description: 'A problem (RFC 9457).',
    headers,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function unavailableOf({ unavailable }: OperationDescription): object {
  if (unavailable === undefined) return {};
  return { 503: { description: 'What does not answer.', content: contentOf(unavailable) } };
}

function header(description: string): object {
  return { description, schema: TEXT };
}

function contentOf(content: Content): object {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}
