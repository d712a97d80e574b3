import { isOciError } from '@margo-registry/oci';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { dropBody } from '../../http/leave-body.js';
import { LOGGER } from '../../http/logger.js';
import { nameError } from '../../http/named-error.js';
import { renderTokenError } from './token-error.js';

/** Refusals of `/token` in the forms that its clients read: the OCI one and that of RFC 6749, 5.2. */
@Catch()
export class TokenErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const error = isOciError(thrown) ? thrown : nameError(thrown, request);
    if (error.status >= 500) this.logger.error({ err: thrown, requestId: request.id }, error.code);
    if (!dropBody(request.raw)) reply.header('Connection', 'close');
    reply
      .code(error.status)
      .headers({ 'Cache-Control': 'no-store', Pragma: 'no-cache' })
      .headers(
        error.status === 401 ? { 'WWW-Authenticate': 'Basic realm="margo-registry", charset="UTF-8"' } : {},
      )
      .headers(error.headers)
      .header('Content-Type', 'application/json')
      .send(Buffer.from(JSON.stringify(renderTokenError(error))));
  }
}
