import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Form } from '../http/form.js';
import { noteFacts } from '../journal/request-facts.js';
import type { ActiveFault } from './fault-rule.js';
import { lieAbout } from './introspection-lie.js';

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** As the endpoint wrote it. */
  readonly payload: unknown;
}

/** What goes out instead of the endpoint's answer: the same where the kind does not touch answers. */
export function spoilAnswer(fault: ActiveFault, { request, reply, payload }: Answer): unknown {
  if (typeof payload !== 'string') return payload;
  switch (fault.kind) {
    case 'truncate':
      return payload.slice(0, payload.length / 2);
    case 'malformed':
      return `${payload.slice(0, -1)},,${payload.slice(-1)}`;
    case 'cut':
      return cutAnswer(reply, payload);
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

/** Announces everything, sends half and ends the connection. */
function cutAnswer(reply: FastifyReply, payload: string): Readable {
  reply.header('Content-Length', Buffer.byteLength(payload));
  const { socket } = reply.raw;
  return Readable.from(
    (async function* () {
      yield Buffer.from(payload.slice(0, payload.length / 2));
      // Only when the half is on its way; an earlier end would take the headers with it.
      await new Promise((resolve) => setImmediate(resolve));
      socket?.end();
      await new Promise((resolve) => socket?.once('close', resolve));
    })(),
    { objectMode: false },
  );
}
