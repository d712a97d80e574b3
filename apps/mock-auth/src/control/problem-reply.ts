import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { OAuthError } from '../http/oauth-error.js';
import { KeyNotFoundError } from '../keys/key-not-found-error.js';
import { ControlProblem } from './control-problem.js';

/** Whether a path, without its issuer's segment, belongs to the control API. */
export const isControlPath = (url: string): boolean => /^\/control([/?]|$)/.test(url);

/** Writes what went wrong under /control as problem+json (RFC 9457). @param status of errors that name none */
export function replyProblem(reply: FastifyReply, thrown: unknown, status: number): void {
  const problem = problemOf(thrown, status);
  reply
    .code(problem.status)
    .header('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: STATUS_CODES[problem.status] ?? 'Error',
      status: problem.status,
      detail: problem.message,
      ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
    });
}

function problemOf(thrown: unknown, status: number): ControlProblem {
  if (thrown instanceof ControlProblem) return thrown;
  if (thrown instanceof KeyNotFoundError) return new ControlProblem(404, thrown.message);
  if (thrown instanceof OAuthError) return new ControlProblem(thrown.status, thrown.message);
  if (status === 404) {
    return new ControlProblem(404, 'There is no such operation; /control/openapi.json lists them.');
  }
  if (status < 500) return new ControlProblem(status, (thrown as Error).message);
  return new ControlProblem(500, 'This is a fault of the mock; see its log.');
}
