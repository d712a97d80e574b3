import type { FastifyReply, FastifyRequest } from 'fastify';
import { Form } from '../http/form.js';
import { noteFacts } from '../journal/request-facts.js';
import { drawDelay } from './delay.js';
import { cutAnswer, dribbleAnswer } from './answer-stream.js';
import type { ActiveFault } from './fault-rule.js';
import { lieAbout } from './introspection-lie.js';

const HUGE = 10 * 1024 * 1024;

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** As the endpoint wrote it. */
  readonly payload: unknown;
  /** Numbers from 0 to 1 for random delays. */
  readonly fraction: () => number;
}

/** What goes out instead of the endpoint's answer: the same where the kind does not touch answers. */
export function spoilAnswer(fault: ActiveFault, { request, reply, payload, fraction }: Answer): unknown {
  if (typeof payload !== 'string') return payload;
  switch (fault.kind) {
    case 'truncate':
      return payload.slice(0, payload.length / 2);
    case 'malformed':
      return `${payload.slice(0, -1)},,${payload.slice(-1)}`;
    case 'cut':
      return cutAnswer(reply, payload);
    case 'huge':
      return padAnswer(payload, fault.size ?? HUGE);
    case 'dribble':
      return dribbleAnswer(reply, payload, drawDelay(fault.delay ?? { ms: 0 }, fraction));
    case 'lie':
      return lie(fault.active === true, request, payload);
    default:
      return payload;
  }
}

function lie(active: boolean, { raw, body }: FastifyRequest, payload: string): string {
  const token = body instanceof Form ? (body.find('token') ?? '') : '';
  noteFacts(raw, { active });
  return lieAbout(token, active, payload);
}

/** White space behind JSON is JSON (RFC 8259 section 2): only the size is wrong. */
function padAnswer(payload: string, size: number): string {
  return payload + ' '.repeat(Math.max(0, size - Buffer.byteLength(payload)));
}
