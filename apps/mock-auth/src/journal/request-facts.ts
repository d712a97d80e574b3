import type { RequestFacts } from './journal-entry.js';

const facts = new WeakMap<object, RequestFacts>();

/**
 * An endpoint says what it learned about its request; the journal writes it down when the answer is out.
 * May be called several times: later facts are added and win. Never put a secret or a token here.
 *
 * @param request the raw request of Node (`request.raw` of Fastify): the one object that all layers hold
 */
export function noteFacts(request: object, more: RequestFacts): void {
  facts.set(request, { ...facts.get(request), ...more });
}

/** What was noted about the request until this moment. */
export function factsOf(request: object): RequestFacts {
  return facts.get(request) ?? {};
}
