import { OciError } from '@margo-registry/oci';
import type { IncomingMessage } from 'node:http';
import { formatChallenge, type Challenge } from './challenge.js';
import type { Realm } from './realm.js';
import type { Decision } from './rights/decision.js';
import { scopeOf, type Need } from './rights/need.js';

type Refused = Exclude<Decision, { outcome: 'allowed' }>;

/** Refusals with their challenges. */
export class Refusals {
  constructor(
    private readonly realm: Realm,
    private readonly service: string,
  ) {}

  /** 401, or 403 where no token could help (AUTH-04, AUTH-05). Both tell where tokens are and which one is needed. */
  of({ outcome, reason }: Refused, need: Need, request: IncomingMessage): OciError {
    const error = outcome === 'unauthenticated' ? undefined : 'insufficient_scope';
    const scope =
      outcome === 'unauthenticated' && isHeadOfBlob(need, request) ? hintedScope(need) : scopeOf(need);
    return new OciError(outcome === 'denied' ? 'denied' : 'unauthorized', {
      detail: { reason, ...(scope === undefined ? {} : { scope }) },
      headers: this.challenge(request, { scope, error }),
    });
  }

  /** 401 for a token that is not valid. */
  ofToken(reason: string, need: Need, request: IncomingMessage): OciError {
    return new OciError('unauthorized', {
      detail: { reason },
      headers: this.challenge(request, { scope: scopeOf(need), error: 'invalid_token' }),
    });
  }

  private challenge(
    request: IncomingMessage,
    rest: Pick<Challenge, 'scope' | 'error'>,
  ): Record<string, string> {
    const realm = this.realm.urlFor(request);
    return { 'WWW-Authenticate': formatChallenge({ realm, service: this.service, ...rest }) };
  }
}

function isHeadOfBlob(need: Need, { method }: IncomingMessage): boolean {
  return method === 'HEAD' && need.kind === 'repository' && need.target === 'blob';
}

/** Who asks for a blob's head is about to push, and some clients keep the first token that they get (AUTH-15). */
function hintedScope(need: Need): string | undefined {
  return need.kind === 'repository' ? scopeOf({ ...need, actions: ['pull', 'push'] }) : scopeOf(need);
}
