import type { FastifyReply } from 'fastify';
import type { ActiveFault } from './fault-rule.js';

const HTML = '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>\n';

/** The answer of kinds that do not ask the endpoint; undefined for those that do. */
export function answerFault(fault: ActiveFault, reply: FastifyReply): FastifyReply | undefined {
  switch (fault.kind) {
    case 'status':
      return answerStatus(fault, reply);
    case 'html':
      return reply.code(200).type('text/html; charset=utf-8').send(HTML);
    case 'stale-jwks':
      return reply.header('Cache-Control', 'no-store').send({ keys: fault.keys ?? [] });
    default:
      return undefined;
  }
}

function answerStatus(
  { id, status = 500, body, retryAfter }: ActiveFault,
  reply: FastifyReply,
): FastifyReply {
  reply.code(status).header('Cache-Control', 'no-store');
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  if (body !== undefined) return reply.type('application/json').send(body);
  return reply.send({ error: errorOf(status), error_description: `The fault rule ${id} answers this.` });
}

/** RFC 6749 sections 4.1.2.1 and 5.2. */
function errorOf(status: number): string {
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  if (status >= 500) return 'server_error';
  return status === 401 ? 'invalid_client' : 'invalid_request';
}
