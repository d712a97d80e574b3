import type { FaultKind, FaultRule } from './fault-rule.js';

/** Kinds that make sense at one endpoint only. */
export const OWN_ENDPOINT: Partial<Record<FaultKind, FaultRule['endpoint']>> = {
  'stale-jwks': 'jwks',
  lie: 'introspect',
};

interface Need {
  readonly kinds: readonly FaultKind[];
  readonly key: keyof FaultRule;
  readonly example: string;
}

/** What a kind cannot do without. */
const NEEDS: readonly Need[] = [
  { kinds: ['status'], key: 'status', example: 'such as 503' },
  { kinds: ['latency', 'dribble'], key: 'delay', example: 'such as { ms: 500 }' },
  { kinds: ['lie'], key: 'active', example: 'true or false' },
];

/** What only one kind reads: anywhere else it is a misunderstanding. */
const ONLY_FOR = {
  status: 'status',
  body: 'status',
  retryAfter: 'status',
  active: 'lie',
  size: 'huge',
} as const;

/** What keeps a rule from making sense, one sentence each. */
export function checkFaultRule(rule: FaultRule): string[] {
  return [...checkNeeds(rule), ...checkStrangers(rule), ...checkEndpoint(rule), ...checkWindow(rule)];
}

function checkNeeds(rule: FaultRule): string[] {
  return NEEDS.filter(({ kinds, key }) => kinds.includes(rule.kind) && rule[key] === undefined).map(
    ({ key, example }) => `kind ${rule.kind} needs ${key}, ${example}`,
  );
}

function checkStrangers(rule: FaultRule): string[] {
  return Object.entries(ONLY_FOR)
    .filter(([key, owner]) => rule[key as keyof FaultRule] !== undefined && owner !== rule.kind)
    .map(([key, owner]) => `${key} is for kind ${owner} and not for kind ${rule.kind}`);
}

function checkEndpoint({ kind, endpoint }: FaultRule): string[] {
  const own = OWN_ENDPOINT[kind];
  if (own === undefined || endpoint === undefined || endpoint === own) return [];
  return [`kind ${kind} is about the endpoint ${own} and not about ${endpoint}`];
}

function checkWindow({ from, until }: FaultRule): string[] {
  if (from === undefined || until === undefined || from < until) return [];
  return ['until must be later than from'];
}
