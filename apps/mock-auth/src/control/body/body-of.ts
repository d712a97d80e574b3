import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ControlProblem } from '../control-problem.js';
import { readBody, readQuery } from './read-body.js';
import type { BodyClass } from './shapes.js';

const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();

/** A parameter that holds the validated body. No body at all counts as an empty object. */
export const BodyOf = createParamDecorator((body: BodyClass, context: ExecutionContext) =>
  readBody(body, plainBodyOf(requestOf(context))),
);

/** A parameter that holds the body as it came: an object whose shape others judge. */
export const PlainBody = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  plainBodyOf(requestOf(context)),
);

/** A parameter that holds the validated query. */
export const QueryOf = createParamDecorator((body: BodyClass, context: ExecutionContext) =>
  readQuery(body, requestOf(context).query),
);

/** @throws ControlProblem 415 for a body of a type that nobody has read */
function plainBodyOf({ body, headers }: FastifyRequest): unknown {
  if (body !== undefined) return body;
  const isThere = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!isThere) return {};
  throw new ControlProblem(415, 'Send the body as application/json or application/yaml.');
}
