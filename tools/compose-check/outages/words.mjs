/** @typedef {import('./user.mjs').Attempt} Attempt */

const seconds = (/** @type {number} */ milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** @template T @param {readonly T[]} list @param {(item: T) => string} key @returns {Map<string, T[]>} */
function groupBy(list, key) {
  const groups = new Map();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** A line for each kind of user: how many attempts failed and how, the longest time without success. @param {readonly Attempt[]} attempts @param {number} begun */
export function sayUsers(attempts, begun) {
  const during = attempts.filter(({ at, took }) => at + took >= begun);
  return [...groupBy(during, ({ what }) => what)].map(([what, own]) => {
    const failures = groupBy(
      own.filter(({ result }) => result !== 'ok'),
      ({ result }) => result,
    );
    const said = [...failures].map(([result, list]) => `${list.length} × ${result}`).join(', ') || 'nothing';
    const slowest = Math.max(...own.map(({ took }) => took));
    return `${what}: ${own.length} attempts, ${said}; without success for ${seconds(findGap(own, begun))} at most, slowest ${seconds(slowest)}`;
  });
}

/** Longest time between two successes that end one after the other. @param {readonly Attempt[]} attempts @param {number} begun */
function findGap(attempts, begun) {
  let [last, gap] = [begun, 0];
  for (const { at, took, result } of attempts) {
    if (result !== 'ok') continue;
    gap = Math.max(gap, at + took - last);
    last = at + took;
  }
  const end = Math.max(...attempts.map(({ at, took }) => at + took));
  return Math.max(gap, end - last);
}

/** What readiness said, and when. @param {readonly { at: number, says: string }[]} changes @param {number} begun */
export function sayChanges(changes, begun) {
  return changes
    .map(({ at, says }) => (at < begun ? says : `${says} from ${seconds(at - begun)}`))
    .join(', ');
}

/** What grew; a process that began anew counts from 0. @param {Map<string, number>} before @param {Map<string, number>} after */
export function sayMetrics(before, after) {
  const grown = [...after].map(([name, value]) => {
    const old = before.get(name) ?? 0;
    return { name, by: value < old ? value : value - old };
  });
  return (
    grown
      .filter(({ by }) => by > 0)
      .map(({ name, by }) => `${name} +${by}`)
      .join(', ') || 'nothing grew'
  );
}
