import { isRepositoryName, type Target } from '@margo-registry/oci';
import type { Action } from './action.js';

/** What a request needs to be allowed. */
export type Need =
  /** Anything at all that identifies the caller. */
  | { readonly kind: 'token' }
  /** To list repositories; which ones is up to the caller's rights. */
  | { readonly kind: 'catalog' }
  /** To look after the registry as a whole. */
  | { readonly kind: 'registry'; readonly action: Action }
  | {
      readonly kind: 'repository';
      readonly repository: string;
      readonly actions: readonly Action[];
      /** Does in place of all of them. */
      readonly instead?: Action;
      /** What in the repository it is about, under `/v2/`. */
      readonly target?: Target['kind'];
      /** A mount takes a blob from here. */
      readonly source?: string;
    };

const PULL: readonly Action[] = ['pull'];
const PUSH: readonly Action[] = ['pull', 'push'];
const CANCEL: readonly Action[] = ['push'];
const DELETE: readonly Action[] = ['delete'];
const TOKEN: Need = { kind: 'token' };
const CATALOG: Need = { kind: 'catalog' };

/** What a request of the protocol needs (AUTH-12); `undefined` for a target that is none. */
export function needOf(method: string, target: Target, query: URLSearchParams): Need | undefined {
  switch (target.kind) {
    case 'invalid':
      return undefined;
    case 'ping':
      return TOKEN;
    case 'catalog':
      return CATALOG;
    default: {
      const { repository } = target;
      const source = method === 'POST' ? sourceOf(query) : undefined;
      return {
        kind: 'repository',
        repository,
        target: target.kind,
        actions: actionsOf(method, target.kind),
        instead: insteadOf(method, target.kind),
        source,
      };
    }
  }
}

function actionsOf(method: string, kind: Target['kind']): readonly Action[] {
  if (method === 'GET' || method === 'HEAD') return PULL;
  if (method !== 'DELETE') return PUSH;
  return kind === 'upload' ? CANCEL : DELETE;
}

/** How far an upload is may also be asked by who may only push (END13-03). */
function insteadOf(method: string, kind: Target['kind']): Action | undefined {
  return kind === 'upload' && (method === 'GET' || method === 'HEAD') ? 'push' : undefined;
}

/** `from` counts where there is something to mount, and where it can be a name. */
function sourceOf(query: URLSearchParams): string | undefined {
  const source = query.get('from');
  return source !== null && query.has('mount') && isRepositoryName(source) ? source : undefined;
}

/** True where a token must be asked about anew although it is remembered: whatever changes something. */
export function isSensitive(need: Need): boolean {
  if (need.kind === 'registry') return true;
  return need.kind === 'repository' && need.actions !== PULL && need.actions.some((one) => one !== 'pull');
}

/** The `scope` of a challenge: every action that is needed, not only those that are missing. */
export function scopeOf(need: Need): string | undefined {
  if (need.kind === 'token') return undefined;
  if (need.kind === 'catalog') return 'registry:catalog:*';
  if (need.kind === 'registry') return `repository:*:${need.action}`;
  const source = need.source === undefined ? '' : ` repository:${need.source}:pull`;
  return `repository:${need.repository}:${need.actions.join(',')}${source}`;
}
