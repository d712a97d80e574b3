import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { routeOf } from '../http/endpoints.js';
import { ControlProblem } from './control-problem.js';
import { isControlPath, replyProblem } from './problem-reply.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Headers that a proxy adds: what came through one is not from this machine, even if the proxy is. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'via'];

/**
 * Who controls the mock gets any token, so control is for programs on the same machine: loopback peers, no proxies.
 * Open control admits every peer. Pages in a browser are never admitted, as any page could control the mock then.
 */
export function guardControl(fastify: FastifyInstance, open: boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const refusal = isControlPath(routeOf(request)) ? refuse(request, open) : undefined;
    if (refusal === undefined) return done();
    replyProblem(reply, refusal, 403);
  });
}

function refuse(request: FastifyRequest, open: boolean): ControlProblem | undefined {
  if (request.headers.origin !== undefined) {
    return new ControlProblem(403, 'Control does not answer pages in a browser (the request has an Origin).');
  }
  if (open) return undefined;
  const way =
    'Ask from the same machine, or set MOCK_AUTH_CONTROL_OPEN=true on a network that only tests use.';
  if (!isLoopback(request.socket.remoteAddress ?? '')) {
    return new ControlProblem(403, `Control answers loopback peers only. ${way}`);
  }
  const forwarded = FORWARDED.find((name) => request.headers[name] !== undefined);
  if (forwarded === undefined) return undefined;
  return new ControlProblem(
    403,
    `Control does not answer through a proxy (the request has ${forwarded}). ${way}`,
  );
}

function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
