import type { FaultRule } from './fault-rule.js';

/** What keeps a rule from making sense, one sentence each. */
export function checkFaultRule(rule: FaultRule): string[] {
  return [...checkKind(rule), ...checkWindow(rule)];
}

function checkKind({ kind, status, delay, active, endpoint }: FaultRule): string[] {
  const faults: string[] = [];
  if (kind === 'status' && status === undefined) faults.push('kind status needs a status, such as 503');
  if (kind !== 'status' && status !== undefined) faults.push(`kind ${kind} takes no status; use kind status`);
  if (kind === 'latency' && delay === undefined)
    faults.push('kind latency needs a delay, such as { ms: 500 }');
  if (kind === 'lie' && active === undefined) faults.push('kind lie needs active: true or false');
  const own = OWN_ENDPOINT[kind];
  if (own !== undefined && endpoint !== undefined && endpoint !== own)
    faults.push(`kind ${kind} is about the endpoint ${own} and not about ${endpoint}`);
  return faults;
}

/** Kinds that make sense at one endpoint only. */
export const OWN_ENDPOINT: Partial<Record<FaultRule['kind'], FaultRule['endpoint']>> = {
  'stale-jwks': 'jwks',
  lie: 'introspect',
};

function checkWindow({ from, until }: FaultRule): string[] {
  if (from === undefined || until === undefined || from < until) return [];
  return ['until must be later than from'];
}
