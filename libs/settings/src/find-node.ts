import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml';

/**
 * The node of a document at a key such as `http.port` or `repositories[0].pattern`: for a key of a mapping the key itself,
 * for an item of a list the item. Where the path ends early, the last node on the way; undefined in an empty document.
 */
export function findNode(document: Document, key: string): Node | undefined {
  let rest = key;
  let place: Node | undefined = document.contents ?? undefined;
  let found = place;
  while (rest !== '' && place) {
    const step = stepInto(isAlias(place) ? place.resolve(document) : place, rest);
    if (!step) break;
    found = step.found;
    place = step.value;
    rest = step.rest;
  }
  return found;
}

interface Step {
  found: Node;
  value: Node | undefined;
  rest: string;
}

function stepInto(place: Node | undefined, path: string): Step | undefined {
  if (isMap<Node, Node | null>(place)) return stepIntoPair(place.items, path);
  const [text, index] = /^\[(\d+)\]/.exec(path) ?? [];
  if (!isSeq<Node>(place) || text === undefined) return undefined;
  const item = place.items[Number(index)];
  return item && { found: item, value: item, rest: path.slice(text.length).replace(/^\./, '') };
}

/** A key may itself hold a dot, so the longest one that the path begins with is meant. */
function stepIntoPair(pairs: readonly Pair<Node, Node | null>[], path: string): Step | undefined {
  const fitting = pairs
    .filter(({ key }) => isScalar(key) && isBeginning(String(key.value), path))
    .sort((a, b) => nameOf(b).length - nameOf(a).length);
  const [pair] = fitting;
  return (
    pair && {
      found: pair.key,
      value: pair.value ?? undefined,
      rest: path.slice(nameOf(pair).length).replace(/^\./, ''),
    }
  );
}

const nameOf = ({ key }: Pair<Node, Node | null>): string => (isScalar(key) ? String(key.value) : '');

const isBeginning = (name: string, path: string): boolean =>
  path.startsWith(name) && /^(\.|\[|$)/.test(path.slice(name.length));
