import type { RequestFacts } from './journal-entry.js';

/** Characters: a caller decides how long its scope is, and the journal keeps thousands of them. */
const LONGEST_FACT = 2000;

const facts = new WeakMap<object, RequestFacts>();

/**
 * An endpoint says what it learned about its request; the journal writes it down when the answer is out.
 * May be called several times: later facts are added and win. Never put a secret or a token here.
 *
 * @param request the raw request of Node (`request.raw` of Fastify): the one object that all layers hold
 */
export function noteFacts(request: object, more: RequestFacts): void {
  const short = Object.entries(more).map(([name, value]) => [name, shorten(value)]);
  facts.set(request, { ...facts.get(request), ...Object.fromEntries(short) });
}

const shorten = (value: unknown): unknown =>
  typeof value === 'string' ? value.slice(0, LONGEST_FACT) : value;

/** What was noted about the request until this moment. */
export function factsOf(request: object): RequestFacts {
  return facts.get(request) ?? {};
}
