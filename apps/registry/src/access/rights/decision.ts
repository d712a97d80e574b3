import type { Action } from './action.js';
import type { Caller } from './caller.js';
import type { Need } from './need.js';

/**
 * `insufficient`: the token does not hold what its caller might be given; another token would do. `denied`: the local policy
 * says no whatever a token holds. `unauthenticated`: nobody said who they are.
 */
export type Decision =
  | { readonly outcome: 'allowed' }
  | {
      readonly outcome: 'unauthenticated' | 'insufficient' | 'denied';
      /** A sentence for the caller and for the log. */
      readonly reason: string;
    };

const ALLOWED: Decision = { outcome: 'allowed' };
const NO_CREDENTIALS = 'no token was sent';

/** Pure: what a caller may do, with what they hold. */
export function decide(need: Need, caller: Caller): Decision {
  switch (need.kind) {
    case 'token':
    case 'catalog':
      return caller.facts ? ALLOWED : unauthenticated(NO_CREDENTIALS);
    case 'registry':
      return caller.mayEverywhere(need.action)
        ? ALLOWED
        : refuse(caller, caller.couldEverEverywhere(need.action), `${need.action} on all repositories`);
    case 'repository':
      return decideOnRepository(need, caller);
  }
}

function decideOnRepository(
  { repository, actions, instead, source }: Extract<Need, { kind: 'repository' }>,
  caller: Caller,
): Decision {
  if (instead !== undefined && caller.may(repository, instead)) return ALLOWED;
  const missing = actions.filter((action) => !caller.may(repository, action));
  if (missing.length > 0) {
    const possible = missing.every((action) => caller.couldEver(repository, action));
    return refuse(caller, possible, what(missing, repository));
  }
  // A source that the caller may never read is as good as absent: the upload begins as if nothing had been asked (END11-02).
  if (source === undefined || caller.may(source, 'pull') || !caller.couldEver(source, 'pull')) return ALLOWED;
  return refuse(caller, true, what(['pull'], source));
}

function refuse(caller: Caller, possible: boolean, missing: string): Decision {
  if (!caller.facts) return unauthenticated(NO_CREDENTIALS);
  if (caller.subject === null)
    return { outcome: 'insufficient', reason: `the token does not grant ${missing}` };
  return possible
    ? { outcome: 'insufficient', reason: `the token does not grant ${missing}` }
    : { outcome: 'denied', reason: `no rule gives the caller ${missing}` };
}

function unauthenticated(reason: string): Decision {
  return { outcome: 'unauthenticated', reason };
}

function what(actions: readonly Action[], repository: string): string {
  return `${actions.join(' and ')} on ${repository}`;
}
