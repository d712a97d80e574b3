import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { type Caller } from './rights/caller.js';

const CALLER = Symbol('caller');
type Called = IncomingMessage & { [CALLER]?: Caller };

export function setCaller(request: IncomingMessage, caller: Caller): void {
  (request as Called)[CALLER] = caller;
}

/** Who sent the request; `undefined` before the guard has asked, and on routes that ask nobody. */
export function findCaller(request: IncomingMessage): Caller | undefined {
  return (request as Called)[CALLER];
}

/** Handler parameter: the caller, whose rights for the route have been checked. */
export const ForCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = findCaller(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (!caller) throw new Error('the route asks for its caller, but no guard has found out who that is');
  return caller;
});
