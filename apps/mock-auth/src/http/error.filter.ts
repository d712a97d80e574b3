import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isControlPath, replyProblem } from '../control/problem-reply.js';
import { noteFacts } from '../journal/request-facts.js';
import { allowedMethodsOf, endpointOf, routeOf } from './endpoints.js';
import { OAuthError } from './oauth-error.js';
import { LOGGER } from './tokens.js';

/** The only place that turns an error into HTTP, in the form of RFC 6749 section 5.2. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    if (isControlPath(routeOf(request))) return this.replyToControl(thrown, request, reply);
    const error = thrown instanceof OAuthError ? thrown : nameError(thrown, request);
    if (error.status === 500) this.logger.error({ err: thrown, requestId: request.id }, 'unexpected error');
    noteFacts(request.raw, { outcome: error.code });
    reply
      .code(error.status)
      .headers({ 'Cache-Control': 'no-store', Pragma: 'no-cache', ...error.headers })
      .send(bodyOf(error, request));
  }

  private replyToControl(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    replyProblem(reply, thrown, statusOf(thrown));
    if (reply.statusCode === 500)
      this.logger.error({ err: thrown, requestId: request.id }, 'unexpected error');
  }
}

/** Docker clients read `errors`, OAuth clients `error`; each ignores the other. */
function bodyOf({ code, message, status }: OAuthError, request: FastifyRequest): object {
  const body = { error: code, error_description: message };
  if (endpointOf(request.url) !== 'docker-token') return body;
  const dockerCode = status === 401 ? 'UNAUTHORIZED' : 'UNSUPPORTED';
  return { ...body, errors: [{ code: dockerCode, message }] };
}

/** Errors of Fastify and Nest: a wrong path or method, a body that is too large. Everything else is a fault of ours. */
function nameError(thrown: unknown, request: FastifyRequest): OAuthError {
  const status = statusOf(thrown);
  if (status === 404) return notHere(request);
  if (status === 413) {
    return new OAuthError('invalid_request', { status, description: 'The body is larger than 1 MiB.' });
  }
  if (status === 415) {
    return new OAuthError('invalid_request', {
      description: 'The Content-Type of the body is missing or malformed.',
    });
  }
  if (status >= 400 && status < 500) {
    return new OAuthError('invalid_request', { status, description: (thrown as Error).message });
  }
  return new OAuthError('server_error', {
    status: 500,
    description: 'This is a fault of the mock; see its log.',
  });
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return Number((thrown as { statusCode?: unknown } | null)?.statusCode) || 500;
}

function notHere(request: FastifyRequest): OAuthError {
  const allow = allowedMethodsOf(request.url);
  if (allow === undefined || allow.split(', ').includes(request.method)) {
    return new OAuthError('not_found', {
      status: 404,
      description:
        'There is nothing at this path; see /.well-known/oauth-authorization-server for what there is.',
    });
  }
  const description = `${request.method} is not answered here; use ${allow}.`;
  return new OAuthError('invalid_request', { status: 405, description, headers: { Allow: allow } });
}
