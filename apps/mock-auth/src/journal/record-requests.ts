import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endpointOf, routeOf } from '../http/endpoints.js';
import { issuerNameOf } from '../issuers/issuer-path.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import type { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { worldOf } from '../issuers/world.js';
import { factsOf } from './request-facts.js';

const NOT_RECORDED = /^\/(control|health)(\/|\?|$)/;

/**
 * Writes every request to an issuer into its journal before the answer leaves, so that whoever has the answer finds the
 * entry. Control and probes are not recorded, and a path that leads nowhere only where the issuer exists already.
 * Add this hook last: it reads the status that the others have decided.
 */
export function recordRequests(fastify: FastifyInstance, worlds: IssuerWorlds): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const world = NOT_RECORDED.test(routeOf(request)) ? undefined : findWorld(request, worlds);
    if (world !== undefined) recordRequest(world, request, reply.statusCode);
    done(null, payload);
  });
}

function findWorld(request: FastifyRequest, worlds: IssuerWorlds): IssuerWorld | undefined {
  return request.is404 ? worlds.find(issuerNameOf(request.raw)) : worldOf(request);
}

/** @param status 0 where the connection ends without an answer */
export function recordRequest(world: IssuerWorld, request: FastifyRequest, status: number): void {
  const [path = '', query = ''] = request.url.split('?', 2);
  const endpoint = endpointOf(routeOf(request));
  const facts = factsOf(request.raw);
  // Docker accounts log in themselves: they are clients and callers in one.
  const client = facts.client ?? (endpoint === 'docker-token' ? facts.subject : undefined);
  world.journal.record({
    at: world.clock.now(),
    endpoint,
    method: request.method,
    path,
    query: [...new Set(new URLSearchParams(query).keys())],
    status,
    ...facts,
    client,
    outcome: facts.outcome ?? outcomeOf(status),
  });
}

function outcomeOf(status: number): string {
  if (status === 0) return 'no_answer';
  return status < 400 ? 'ok' : 'error';
}
