import { OciError, isOciError, renderErrors } from '@margo-registry/oci';
import { isStorageError } from '@margo-registry/storage-core';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { leaveBody } from './leave-body.js';
import { LOGGER } from './logger.js';
import { allowedMethods } from './methods.js';
import { renderProblem } from './problem.js';
import { findTarget } from './target.js';

/** The only place that turns an error into HTTP: the OCI form under `/v2/`, RFC 9457 problems elsewhere. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also called by Fastify for what fails before Nest is reached. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = nameError(thrown, request);
    if (error.status >= 500) this.logger.error({ err: thrown, requestId: request.id }, error.code);
    // A body that has begun cannot take an error any more: cutting the connection is the honest answer.
    if (reply.raw.headersSent) return void reply.raw.destroy();
    void reply.code(error.status).headers(error.headers);
    if (error.status === 503) void reply.header('Retry-After', '1');
    const oci = request.raw.url?.startsWith('/v2') ?? false;
    const body = Buffer.from(
      JSON.stringify(oci || findTarget(request.raw) ? renderErrors(error) : renderProblem(error)),
    );
    void reply.header('Content-Type', oci ? 'application/json' : 'application/problem+json');
    void reply.header('Content-Length', body.length);
    leaveBody(request.raw, reply.raw);
    void reply.send(request.method === 'HEAD' ? undefined : body);
  }
}

/** Names an error in the words of the protocol. What is not understood becomes `internal`, whose cause is never shown. */
function nameError(thrown: unknown, request: FastifyRequest): OciError {
  if (isOciError(thrown)) return thrown;
  if (isStorageError(thrown)) return nameStorageError(thrown);
  if (thrown instanceof HttpException || isClientFault(thrown)) return nameRoutingError(request, thrown);
  return new OciError('internal', { cause: thrown });
}

function nameStorageError(error: Error & { kind: string }): OciError {
  if (error.kind === 'upload-unknown') return new OciError('blob-upload-unknown', { cause: error });
  if (error.kind === 'full') return new OciError('storage-full', { cause: error });
  if (error.kind === 'unavailable' || error.kind === 'conflict')
    return new OciError('storage-unavailable', { cause: error });
  return new OciError('internal', { cause: error });
}

function isClientFault(thrown: unknown): thrown is { statusCode: number; message: string } {
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** No route took the request: an impossible target, a method that its target does not have, or no target at all. */
function nameRoutingError(
  request: FastifyRequest,
  thrown: HttpException | { statusCode: number; message: string },
): OciError {
  const found = findTarget(request.raw);
  if (found?.target.kind === 'invalid') return found.target.error;
  if (found) {
    return new OciError('method-unsupported', {
      headers: { Allow: allowedMethods(found.target.kind).join(', ') },
      detail: { method: request.method },
    });
  }
  const status = thrown instanceof HttpException ? thrown.getStatus() : thrown.statusCode;
  return status === 404
    ? new OciError('route-unknown')
    : new OciError('request-invalid', { message: thrown.message });
}
