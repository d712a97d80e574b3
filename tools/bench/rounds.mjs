// Rounds: A, B, C, then B, C, A, then C, A, B …, so that a slow minute of the machine meets everybody, and nobody is
// always the one who comes first.

/**
 * Measures every subject once per round. Rounds that would not fit into the time are left out, never the first.
 * @template S, V
 * @param {{ subjects: S[], rounds: number, limit: number, measure: (subject: S) => Promise<V> }} plan `limit` in seconds
 * @returns {Promise<Map<S, V[]>>}
 */
export async function interleave({ subjects, rounds, limit, measure }) {
  const values = new Map(subjects.map((subject) => [subject, []]));
  const began = Date.now();
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of rotate(subjects, round - 1)) values.get(subject).push(await measure(subject));
    const elapsed = (Date.now() - began) / 1000;
    if (elapsed + elapsed / round > limit) break;
  }
  return values;
}

function rotate(subjects, by) {
  const first = by % subjects.length;
  return [...subjects.slice(first), ...subjects.slice(0, first)];
}

/** Nearest rank; 100 is the maximum. */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
