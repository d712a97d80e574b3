import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { findCaller } from '../access/request-caller.js';
import { takeConnectionBytes } from './connection-bytes.js';
import type { RequestMetrics } from './request-metrics.js';
import { findTarget } from './target.js';

const PREFIX = randomBytes(4).toString('hex');
let counter = 0;

/** Unique over all processes that log to one place: a random part per process and a number. */
export function nextRequestId(): string {
  counter += 1;
  return `${PREFIX}-${counter.toString(36)}`;
}

/** One line and one observation per request; the id is also in the answer's `X-Request-Id`. */
export function observeRequests(fastify: FastifyInstance, logger: Logger, metrics: RequestMetrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const found = findTarget(request.raw);
    const route = found?.target.kind ?? 'other';
    const milliseconds = reply.elapsedTime;
    metrics.observe({
      method: request.method,
      target: route,
      status: reply.statusCode,
      seconds: milliseconds / 1000,
      ...takeConnectionBytes(request.raw.socket),
    });
    if (logger.isLevelEnabled('info')) {
      logger.info(
        {
          requestId: request.id,
          method: request.method,
          path: found?.path ?? withoutQuery(request.url),
          subject: findCaller(request.raw)?.subject ?? undefined,
          status: reply.statusCode,
          milliseconds: Math.round(milliseconds * 100) / 100,
          aborted: request.raw.errored !== null || !reply.raw.writableFinished ? true : undefined,
        },
        'request',
      );
    }
    done();
  });
}

/** A query may hold what does not belong there, such as a password. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
