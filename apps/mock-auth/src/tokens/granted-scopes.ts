import type { Holder } from '../identities/identity.js';
import { actionsOn } from '../identities/right.js';
import { formatScopes, refuseScope, type Scope } from './scope.js';
import type { AccessEntry } from './token-facts.js';

/** Everything that the holder may ask for. */
export function listHeld({ rights, catalog, scopes }: Holder): Scope[] {
  const repositories = [...new Set(rights.map(({ repository }) => repository))];
  return [
    ...repositories.map((name): Scope => ({
      kind: 'resource',
      type: 'repository',
      name,
      actions: actionsOn(rights, name),
    })),
    ...(catalog ? [CATALOG] : []),
    ...scopes.map((text): Scope => ({ kind: 'text', text })),
  ];
}

const CATALOG: Scope = { kind: 'resource', type: 'registry', name: 'catalog', actions: ['*'] };

/**
 * What was asked for and is held; all that is held where nothing was asked for (RFC 6749 section 3.3).
 * @throws OAuthError invalid_scope when something was asked for and nothing of it is held
 */
export function grantAsked(holder: Holder, asked: readonly Scope[]): Scope[] {
  if (asked.length === 0) return listHeld(holder);
  const granted = asked.flatMap((scope) => narrow(holder, scope));
  if (granted.length > 0) return granted;
  const held = formatScopes(listHeld(holder)) || 'nothing';
  throw refuseScope(`Nothing of the scope is held by ${holder.subject}, who holds ${held}.`.slice(0, 500));
}

/** What of one scope the holder holds: a scope with fewer actions, or none. */
export function narrow(holder: Holder, scope: Scope): Scope[] {
  if (scope.kind === 'text') return holder.scopes.includes(scope.text) ? [scope] : [];
  const held = heldOn(holder, scope);
  const asked = scope.actions.includes('*') ? held : held.filter((action) => scope.actions.includes(action));
  return asked.length === 0 ? [] : [{ ...scope, actions: asked }];
}

/** All that the holder may do on a resource that was named, whatever was asked (the service's default for Docker). */
export function widen(holder: Holder, scope: Scope): Scope[] {
  if (scope.kind === 'text') return narrow(holder, scope);
  const held = heldOn(holder, scope);
  return held.length === 0 ? [] : [{ ...scope, actions: held }];
}

function heldOn(holder: Holder, { type, name }: Scope & { kind: 'resource' }): string[] {
  if (type === 'registry') return holder.catalog ? ['*'] : [];
  return actionsOn(holder.rights, name);
}

/** Docker's claim for these scopes; undefined where one is a pattern, which the claim cannot say. */
export function accessOf(scopes: readonly Scope[]): AccessEntry[] | undefined {
  const resources = scopes.filter((scope) => scope.kind === 'resource');
  const isExact = resources.every(({ type, name }) => type === 'registry' || !name.endsWith('*'));
  return isExact ? resources.map(({ type, name, actions }) => ({ type, name, actions })) : undefined;
}
