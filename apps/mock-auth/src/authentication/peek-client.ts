import type { FastifyRequest } from 'fastify';
import { Form } from '../http/form.js';
import { decodeForm, parseBasic } from './basic.js';
import { clientIdOf } from './private-key-jwt.js';

/** Which client a request names before anybody has checked it; undefined where it names none. Never throws. */
export function peekClient({ headers, body }: FastifyRequest): string | undefined {
  const basic = parseBasic(headers.authorization);
  if (basic !== undefined) return (decodeForm(basic) ?? basic).name;
  if (!(body instanceof Form)) return undefined;
  const assertion = body.find('client_assertion');
  return assertion === undefined
    ? (body.find('client_id') ?? body.find('username'))
    : peekAssertion(assertion);
}

function peekAssertion(assertion: string): string | undefined {
  try {
    return clientIdOf(assertion);
  } catch {
    return undefined;
  }
}
