/** The candidate that a misspelt name most likely meant, or undefined when none is near. */
export function findNearestName(name: string, candidates: readonly string[]): string | undefined {
  const reach = Math.max(2, Math.floor(name.length / 4));
  let nearest: string | undefined;
  let least = reach + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** ` (did you mean "port"?)`, else `; known here are host, port`. */
export function nearestOrAll(name: string, candidates: readonly string[]): string {
  return didYouMean(name, candidates) || `; known here are ${candidates.join(', ')}`;
}

/** ` (did you mean "port"?)`, or nothing. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const nearest = findNearestName(name, candidates);
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

/** Insertions, deletions and replacements between two texts, by rows (Wagner–Fischer). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
