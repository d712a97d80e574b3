import type { JournalEntry } from './journal-entry.js';
import { SECRET_PARAMETERS } from './secret-parameters.js';

/** One thing that went against an assertion; `entries` are the numbers of the requests that show it. */
export interface Violation {
  readonly sentence: string;
  readonly entries: readonly number[];
}

/** `margin`: how many seconds before expiry a client may fetch the next token. */
export interface ReuseOptions {
  readonly margin?: number;
}

const isTokenRequest = (entry: JournalEntry): boolean =>
  entry.endpoint === 'token' || entry.endpoint === 'docker-token';

const numbers = (entries: readonly JournalEntry[]): number[] => entries.map((entry) => entry.number);

/** Exactly that many requests for a token, answered or refused. */
export function checkTokenRequests(entries: readonly JournalEntry[], expected = 1): Violation[] {
  const found = entries.filter(isTokenRequest);
  if (found.length === expected) return [];
  const sentence = `Expected ${expected} token request(s) and saw ${found.length}.`;
  return [{ sentence, entries: numbers(found) }];
}

/**
 * A client keeps its token until it runs out: no second token for the same client, caller, scope and audience
 * before the first one's `exp`, less the margin. An early one after a refused or broken answer counts as no violation.
 */
export function checkReuse(entries: readonly JournalEntry[], options: ReuseOptions = {}): Violation[] {
  const margin = options.margin ?? 30;
  const lastToken = new Map<string, JournalEntry>();
  const violations: Violation[] = [];
  for (const entry of entries.filter(isIssued)) {
    const holder = JSON.stringify([entry.client, entry.subject, entry.scope, entry.audience]);
    const previous = lastToken.get(holder);
    const rest = (previous?.expiresAt ?? -Infinity) - entry.at;
    if (previous !== undefined && rest > margin) violations.push(describeEarly(previous, entry, rest));
    lastToken.set(holder, entry);
  }
  return violations;
}

function isIssued(entry: JournalEntry): boolean {
  return isTokenRequest(entry) && entry.status === 200 && entry.expiresAt !== undefined && !entry.fault;
}

function describeEarly(previous: JournalEntry, entry: JournalEntry, rest: number): Violation {
  const who = entry.client ?? entry.subject ?? 'anonymous';
  const sentence = `${who} fetched another token while its last one still had ${rest} s to live.`;
  return { sentence, entries: [previous.number, entry.number] };
}

/** No password, secret, assertion or token in a query string, where logs and proxies keep it (RFC 6749 2.3.1). */
export function checkQuerySecrets(entries: readonly JournalEntry[]): Violation[] {
  return entries.flatMap((entry) => {
    const secret = entry.query.filter((name) => SECRET_PARAMETERS.has(name.toLowerCase()));
    if (secret.length === 0) return [];
    const sentence = `${entry.method} ${entry.path} carried ${secret.join(', ')} in its query string.`;
    return [{ sentence, entries: [entry.number] }];
  });
}
