import { isOciError, renderErrors, type OciError } from '@margo-registry/oci';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import { OwnRoutes } from '../openapi/own-routes.js';
import { dropBody, endAfterBody } from './leave-body.js';
import { LOGGER } from './logger.js';
import { nameError } from './named-error.js';
import { renderProblem } from './problem.js';
import { findTarget } from './target.js';

/** The only place that turns an error into HTTP: the OCI form under `/v2/`, RFC 9457 problems elsewhere. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: OwnRoutes,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const error = isOciError(thrown) ? thrown : nameError(thrown, request, this.routes);
    if (error.status >= 500 && error.reason !== 'read-only')
      this.logger.error({ err: thrown, requestId: request.id }, error.code);
    // A body that has begun cannot take an error any more: cutting the connection is the honest answer.
    if (reply.raw.headersSent) reply.raw.destroy();
    else answer(error, request, reply);
  }
}

function answer(error: OciError, request: FastifyRequest, reply: FastifyReply): void {
  const isProtocol = findTarget(request.raw) !== undefined;
  const body = Buffer.from(JSON.stringify(isProtocol ? renderErrors(error) : renderProblem(error)));
  reply
    .code(error.status)
    .headers(error.headers)
    .header('Content-Type', isProtocol ? 'application/json' : 'application/problem+json')
    .header('Content-Length', body.length);
  if (error.status === 503 && !reply.hasHeader('Retry-After')) reply.header('Retry-After', '1');
  send(request, reply, request.method === 'HEAD' ? undefined : body);
}

function send(request: FastifyRequest, reply: FastifyReply, body: Buffer | undefined): void {
  if (dropBody(request.raw)) return void reply.send(body);
  reply.header('Connection', 'close').hijack();
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  if (body) reply.raw.write(body);
  else reply.raw.flushHeaders();
  endAfterBody(request.raw, reply.raw);
}
