/** What a right can allow; `*` is everything, also what is invented later. */
export const ACTIONS = ['pull', 'push', 'delete', '*'] as const;

/** Actions on the repositories that a pattern names: an exact name, a prefix such as `acme/*`, or `*`. */
export interface Right {
  readonly repository: string;
  readonly actions: readonly string[];
}

/** `acme/*` covers `acme/pump` and `acme/*` itself, and so on inwards; an exact pattern covers itself. */
export function coversPattern(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  return pattern.endsWith('/*') && other.startsWith(pattern.slice(0, -1));
}

/** What these rights allow on a repository, or on all that a pattern names; sorted, `*` first where it is held. */
export function actionsOn(rights: readonly Right[], repository: string): string[] {
  const held = rights
    .filter((right) => coversPattern(right.repository, repository))
    .flatMap(({ actions }) => actions);
  const all = held.includes('*') ? [...held, 'pull', 'push', 'delete'] : held;
  return [...new Set(all)].sort();
}
