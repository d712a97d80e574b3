/** What can be done with a repository. `admin` deletes it whole; on all repositories it also maintains the registry. */
export const ACTIONS = ['pull', 'push', 'delete', 'admin'] as const;

export type Action = (typeof ACTIONS)[number];

/** Known actions of a list; `*` is all of them, and what is not known is left out. */
export function expandActions(names: readonly unknown[]): Action[] {
  return names.includes('*') ? [...ACTIONS] : ACTIONS.filter((action) => names.includes(action));
}
