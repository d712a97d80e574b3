import type { IssuerWorld } from '../issuers/issuer-world.js';
import {
  checkQuerySecrets,
  checkReuse,
  checkTokenRequests,
  type Violation,
} from '../journal/journal-checks.js';
import { ENDPOINTS, type JournalEntry } from '../journal/journal-entry.js';
import type { JournalQuery } from '../journal/journal.js';
import { Field } from './body/field.js';
import { choice, text, whole } from './body/shapes.js';
import { ControlProblem } from './control-problem.js';

/** Which requests; all that match every key that is there. */
export class JournalFilter implements JournalQuery {
  @Field('Of this endpoint.', choice(ENDPOINTS))
  endpoint?: string;

  @Field('Of this client.', text())
  client?: string;

  @Field('For this caller.', text())
  subject?: string;

  @Field('By this grant.', text())
  grant?: string;

  @Field('With this outcome: ok, or an OAuth error code.', text())
  outcome?: string;

  @Field('Answered with this status; 0 for no answer.', whole(0, 599))
  status?: number;

  @Field('About the token with this jti.', text())
  tokenId?: string;

  @Field('After the entry with this number.', whole(0, Number.MAX_SAFE_INTEGER))
  after?: number;
}

/** What an assertion looks at, and what it expects. */
export class AssertionFilter extends JournalFilter {
  @Field('For token-requests: how many there must be; 1 where it is absent.', whole(0, 1_000_000))
  expected?: number;

  @Field(
    'For token-reuse: how many seconds before expiry a client may fetch the next one; 30.',
    whole(0, 86_400),
  )
  margin?: number;
}

/** What can be asserted about a journal. */
export const ASSERTIONS = {
  'token-requests': 'There are exactly `expected` requests for a token.',
  'token-reuse': 'No client fetches a token while it holds one that lives longer than `margin`.',
  'query-secrets': 'No request carries a secret or a token in its query string.',
} as const;

export type Assertion = keyof typeof ASSERTIONS;

export interface AssertionReport {
  readonly assertion: Assertion;
  readonly holds: boolean;
  readonly violations: readonly Violation[];
  /** How many requests it looked at. */
  readonly checked: number;
}

export interface JournalReport {
  readonly entries: readonly JournalEntry[];
  /** Older entries that are no longer kept. */
  readonly dropped: number;
}

/** @throws ControlProblem 404 for an unknown assertion, 409 where the journal no longer holds everything */
export function assertJournal(
  { journal }: IssuerWorld,
  name: string,
  filter: AssertionFilter,
): AssertionReport {
  const check = CHECKS[name as Assertion];
  if (!Object.hasOwn(CHECKS, name) || check === undefined) {
    throw new ControlProblem(
      404,
      `There is no assertion of that name; there are ${Object.keys(CHECKS).join(', ')}.`,
    );
  }
  if (journal.dropped > 0 && filter.after === undefined) {
    throw new ControlProblem(
      409,
      `${journal.dropped} older entries are gone, so nothing can be asserted. Reset the journal before the test.`,
    );
  }
  const entries = journal.list(filter);
  const violations = check(entries, filter);
  return {
    assertion: name as Assertion,
    holds: violations.length === 0,
    violations,
    checked: entries.length,
  };
}

const CHECKS: Record<Assertion, (entries: JournalEntry[], filter: AssertionFilter) => Violation[]> = {
  'token-requests': (entries, { expected }) => checkTokenRequests(entries, expected),
  'token-reuse': (entries, { margin }) => checkReuse(entries, { margin }),
  'query-secrets': (entries) => checkQuerySecrets(entries),
};
