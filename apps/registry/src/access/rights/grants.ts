import { compareBytes } from '@margo-registry/oci';
import type { NameRange } from '@margo-registry/storage-metadata';
import { ACTIONS, type Action } from './action.js';

export interface Grant {
  /** An exact name, a prefix such as `acme/*`, or `*`. */
  readonly pattern: string;
  readonly actions: readonly Action[];
}

/** What somebody grants, on which repositories. Looked up in the depth of a name, however many grants there are. */
export class Grants {
  private readonly names = new Map<string, Set<Action>>();
  private readonly prefixes = new Map<string, Set<Action>>();

  constructor(grants: Iterable<Grant>) {
    for (const { pattern, actions } of grants) {
      const isPrefix = pattern.endsWith('*');
      const table = isPrefix ? this.prefixes : this.names;
      const key = isPrefix ? pattern.slice(0, -1) : pattern;
      const held = table.get(key) ?? new Set();
      for (const action of actions) held.add(action);
      table.set(key, held);
    }
  }

  /** Everything, everywhere. */
  static all(): Grants {
    return new Grants([{ pattern: '*', actions: ACTIONS }]);
  }

  allows(repository: string, action: Action): boolean {
    if (this.names.get(repository)?.has(action)) return true;
    if (this.prefixes.size === 0) return false;
    if (this.prefixes.get('')?.has(action)) return true;
    for (let slash = repository.indexOf('/'); slash >= 0; slash = repository.indexOf('/', slash + 1))
      if (this.prefixes.get(repository.slice(0, slash + 1))?.has(action)) return true;
    return false;
  }

  /** On all repositories, those to come as well. */
  allowsEverywhere(action: Action): boolean {
    return this.prefixes.get('')?.has(action) ?? false;
  }

  /** Where the action is granted: in byte order, and no range within another. */
  ranges(action: Action): NameRange[] {
    const prefixes = [...this.prefixes.keys()].filter((prefix) => this.prefixes.get(prefix)?.has(action));
    const names = [...this.names.keys()].filter((name) => this.names.get(name)?.has(action));
    return simplify([...prefixes.map((prefix) => ({ prefix })), ...names.map((name) => ({ name }))]);
  }
}

/** Both lists together. */
export function unite(a: readonly NameRange[], b: readonly NameRange[]): NameRange[] {
  return simplify([...a, ...b]);
}

/** What lies in both lists. A range either contains another, or they have nothing in common. */
export function intersect(a: readonly NameRange[], b: readonly NameRange[]): NameRange[] {
  const inside = (ranges: readonly NameRange[], others: readonly NameRange[]): NameRange[] => {
    const cover = new Cover(others);
    return ranges.filter((range) => cover.contains(range));
  };
  return simplify([...inside(a, b), ...inside(b, a)]);
}

function simplify(ranges: readonly NameRange[]): NameRange[] {
  const cover = new Cover(ranges);
  const outermost = ranges.filter((range) => !cover.containsWithin(range));
  const byKey = new Map(outermost.map((range) => [JSON.stringify(range), range]));
  return [...byKey.values()].sort((a, b) => compareBytes(startOf(a), startOf(b)));
}

function startOf(range: NameRange): string {
  return 'name' in range ? range.name : range.prefix;
}

/** Prefixes end with a slash or are empty, so the ones that contain a text are found at its slashes. */
class Cover {
  private readonly names = new Set<string>();
  private readonly prefixes = new Set<string>();

  constructor(ranges: readonly NameRange[]) {
    for (const range of ranges)
      if ('name' in range) this.names.add(range.name);
      else this.prefixes.add(range.prefix);
  }

  contains(range: NameRange): boolean {
    const own = 'name' in range ? this.names.has(range.name) : this.prefixes.has(range.prefix);
    return own || this.containsWithin(range);
  }

  /** By a wider range than this one itself. */
  containsWithin(range: NameRange): boolean {
    const text = startOf(range);
    if (text === '') return false;
    if (this.prefixes.has('')) return true;
    const end = 'name' in range ? text.length : text.length - 1;
    for (let slash = text.indexOf('/'); slash >= 0 && slash < end; slash = text.indexOf('/', slash + 1))
      if (this.prefixes.has(text.slice(0, slash + 1))) return true;
    return false;
  }
}
