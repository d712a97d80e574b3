import type { Setback } from './retrying-client.js';

/** What a registry answered that is not a clear 503: the code UNAVAILABLE with a sentence, and when to come back. */
export function unclearSetbacks(setbacks: readonly Setback[]): readonly Setback[] {
  return setbacks.filter(({ isOfRegistry, ...setback }) => isOfRegistry && !isClear(setback));
}

function isClear({ request, outcome, retryAfter, text }: Omit<Setback, 'isOfRegistry'>): boolean {
  const hasBody = !request.startsWith('HEAD ');
  return outcome === 503 && /^\d+$/.test(retryAfter ?? '') && (!hasBody || /"UNAVAILABLE"/.test(text));
}

/** How many of each outcome. */
export function countSetbacks(setbacks: readonly Setback[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, isOfRegistry } of setbacks) {
    const name = isOfRegistry ? `${outcome}` : `${outcome} of the proxy`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
}
