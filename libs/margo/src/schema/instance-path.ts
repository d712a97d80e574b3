import type { Cursor } from '../cursor.js';

/** The place of a JSON Pointer: what is a number for a list is a key for a mapping. */
export function followPointer(root: Cursor, pointer: string): Cursor {
  let place = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    place = place.isList ? place.follow([Number(name)]) : place.at(name);
  }
  return place;
}
