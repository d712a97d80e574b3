import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { peekClient } from '../authentication/peek-client.js';
import { endpointOf, routeOf } from '../http/endpoints.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { worldOf } from '../issuers/world.js';
import { recordRequest } from '../journal/record-requests.js';
import { noteFacts } from '../journal/request-facts.js';
import { drawDelay } from './delay.js';
import type { ActiveFault } from './fault-rule.js';
import { answerFault } from './fault-answer.js';
import { spoilAnswer } from './spoilt-answer.js';

const FAULT = Symbol('fault');
type Marked = FastifyRequest & { [FAULT]?: ActiveFault };

/** Lets the rules of each issuer happen to its endpoints. Control and probes are never met. */
export function applyFaults(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request: Marked, reply) => {
    const endpoint = endpointOf(routeOf(request));
    if (request.is404 || endpoint === 'other') return;
    const world = worldOf(request);
    const client = peekClient(request);
    const fault = world.faults.take({ endpoint, client });
    if (fault === undefined) return;
    request[FAULT] = fault;
    noteFacts(request.raw, { client, fault: fault.id });
    await waitFor(fault, world, request);
    return endHere(fault, world, { request, reply });
  });
  fastify.addHook('onSend', async (request: Marked, reply, payload) => {
    const fault = request[FAULT];
    if (fault === undefined) return payload;
    const { ids } = worldOf(request);
    return spoilAnswer(fault, { request, reply, payload, fraction: () => ids.fraction() });
  });
}

/** Until the delay is over or the caller has gone. */
async function waitFor(
  { kind, delay }: ActiveFault,
  world: IssuerWorld,
  { raw }: FastifyRequest,
): Promise<void> {
  if (delay === undefined || kind === 'dribble') return;
  const gone = new AbortController();
  raw.socket.once('close', () => gone.abort());
  await sleep(
    drawDelay(delay, () => world.ids.fraction()),
    undefined,
    { signal: gone.signal },
  ).catch(() => undefined);
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Kinds that need no endpoint end the request at this point. */
function endHere(
  fault: ActiveFault,
  world: IssuerWorld,
  { request, reply }: Exchange,
): FastifyReply | undefined {
  if (fault.kind !== 'reset' && fault.kind !== 'hang') return answerFault(fault, reply);
  recordRequest(world, request, 0);
  reply.hijack();
  if (fault.kind === 'reset') request.raw.socket.resetAndDestroy();
  return reply;
}
