import { expandActions } from './action.js';
import { Grants, type Grant } from './grants.js';

/** What a token grants, and in which of the two forms it says so. */
export interface TokenGrants {
  readonly form: 'access' | 'scope';
  readonly repositories: Grants;
  /** `registry:catalog:*` */
  readonly catalog: boolean;
}

/** One entry of either form. */
interface Entry {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly unknown[];
}

/** More entries than anybody means to grant one by one. */
const MOST_ENTRIES = 10_000;

/**
 * Reads the rights out of a token's claims: the `access` list of the Docker token specification where there is one, else
 * the entries `repository:<name | prefix/* | *>:<actions>` and `registry:catalog:*` of the OAuth `scope` (RFC 8693, 4.2; a
 * list is taken too, and `scp`). `undefined` where the token names neither. What is not understood grants nothing.
 */
export function grantsOf(claims: Readonly<Record<string, unknown>>): TokenGrants | undefined {
  if (claims['access'] !== undefined) return tableOf('access', accessEntries(claims['access']));
  const entries = scopesOf(claims['scope'] ?? claims['scp']).flatMap(parseScope);
  return entries.length === 0 ? undefined : tableOf('scope', entries);
}

function tableOf(form: TokenGrants['form'], entries: readonly Entry[]): TokenGrants {
  const known = entries.slice(0, MOST_ENTRIES);
  const grants = known
    .filter(({ type, name }) => type === 'repository' && isPattern(name))
    .map(({ name, actions }): Grant => ({ pattern: name, actions: expandActions(actions) }));
  const catalog = known.some(
    ({ type, name, actions }) => type === 'registry' && name === 'catalog' && actions.includes('*'),
  );
  return { form, repositories: new Grants(grants), catalog };
}

/** A star stands alone or behind the last slash; anywhere else it would widen the grant beyond what was meant. */
function isPattern(name: string): boolean {
  const star = name.indexOf('*');
  return star < 0 || name === '*' || (star === name.length - 1 && name.endsWith('/*'));
}

function accessEntries(access: unknown): Entry[] {
  if (!Array.isArray(access)) return [];
  return access.slice(0, MOST_ENTRIES).flatMap((entry: unknown) => {
    const { type, name, actions } = (entry ?? {}) as Record<string, unknown>;
    const isEntry = typeof type === 'string' && typeof name === 'string' && Array.isArray(actions);
    return isEntry ? [{ type: withoutClass(type), name, actions }] : [];
  });
}

function scopesOf(scope: unknown): string[] {
  const texts: unknown[] = Array.isArray(scope) ? scope : [scope];
  return texts.flatMap((text) => (typeof text === 'string' ? text.split(' ') : [])).filter(Boolean);
}

/** A name may hold a colon (`host:5000/name`): the type ends at the first one, the actions begin behind the last. */
function parseScope(scope: string): Entry[] {
  const [first, last] = [scope.indexOf(':'), scope.lastIndexOf(':')];
  const type = withoutClass(scope.slice(0, Math.max(first, 0)));
  if (type !== 'repository' && type !== 'registry') return [];
  return [{ type, name: scope.slice(first + 1, last), actions: scope.slice(last + 1).split(',') }];
}

/** `repository(plugin)` equals `repository`. */
function withoutClass(type: string): string {
  return type.replace(/\([a-z0-9]*\)$/, '');
}
