import { isRepositoryName, type ResourceScope } from '@margo-registry/oci';
import { ACTIONS, expandActions } from '../rights/action.js';
import type { Grants } from '../rights/grants.js';

/** So many entries fit into a token that still fits into a header. */
const MOST_ENTRIES = 50;

const WHOLE_CATALOG: ResourceScope = { type: 'registry', name: 'catalog', actions: ['*'] };

/** What somebody holds, whatever they ask for. */
export interface StandingRights {
  readonly repositories: Grants;
  readonly catalog: boolean;
}

/**
 * What of the asked is held; the rest is left out without a word, as the Docker token protocol has it. A name that no
 * repository can have is left out too: `acme/*` in a token would be a pattern.
 */
export function grantAsked(
  asked: readonly ResourceScope[],
  { repositories, catalog }: StandingRights,
): ResourceScope[] {
  return asked.flatMap(({ type, name, actions }) => {
    if (type === 'registry')
      return catalog && name === 'catalog' && actions.includes('*') ? [WHOLE_CATALOG] : [];
    if (!isRepositoryName(name)) return [];
    const held = expandActions(actions).filter((action) => repositories.allows(name, action));
    return held.length === 0 ? [] : [{ type, name, actions: held }];
  });
}

/** Everything that is held, by patterns: for whoever asks for nothing by name. Beyond 50 entries the rest has to be named. */
export function grantAll({ repositories, catalog }: StandingRights): ResourceScope[] {
  const byName = new Map<string, string[]>();
  for (const action of ACTIONS) {
    for (const range of repositories.ranges(action)) {
      const name = 'name' in range ? range.name : `${range.prefix}*`;
      byName.set(name, [...(byName.get(name) ?? []), action]);
    }
  }
  const entries = [...byName].map(([name, actions]): ResourceScope => ({
    type: 'repository',
    name,
    actions,
  }));
  return [...(catalog ? [WHOLE_CATALOG] : []), ...entries].slice(0, MOST_ENTRIES);
}
