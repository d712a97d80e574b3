import { FAULT_KINDS } from '../../faults/fault-rule.js';
import { ENDPOINTS } from '../../journal/journal-entry.js';
import { SIGNING_ALGORITHMS } from '../../keys/signing-key.js';
import { PRESET_NAMES } from '../../presets/presets.js';
import { TOKEN_KINDS } from '../../mint/recipes.js';
import type { JsonSchema } from '../body/shapes.js';
import { ASSERTIONS } from '../journal-operations.js';

const TEXT = { type: 'string' };
const FLAG = { type: 'boolean' };
const COUNT = { type: 'integer', minimum: 0 };
const SECONDS = { type: 'integer', description: "Seconds since 1970 on the issuer's clock." };
const OPEN_OBJECT = { type: 'object', additionalProperties: true };
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const oneOf = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });

function object(required: Record<string, JsonSchema>, optional: Record<string, JsonSchema> = {}): JsonSchema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const CLOCK = object({
  now: SECONDS,
  at: { type: 'string', format: 'date-time' },
  frozen: FLAG,
  offset: { type: 'integer' },
});

const VIOLATION = object({ sentence: TEXT, entries: listOf(COUNT) });

const JOURNAL_ENTRY = object(
  {
    number: { type: 'integer', minimum: 1 },
    at: SECONDS,
    endpoint: oneOf(ENDPOINTS),
    method: TEXT,
    path: TEXT,
    query: { ...listOf(TEXT), description: 'Names of the parameters; values are not kept.' },
    status: { type: 'integer', description: '0 where the connection ended without an answer.' },
    outcome: { ...TEXT, description: 'ok, an OAuth error code, error or no_answer.' },
  },
  {
    client: TEXT,
    subject: TEXT,
    grant: TEXT,
    scope: TEXT,
    audience: TEXT,
    tokenId: TEXT,
    expiresAt: SECONDS,
    active: FLAG,
    fault: TEXT,
  },
);

const FAULT = object(
  { id: TEXT, kind: oneOf(Object.keys(FAULT_KINDS)), matched: COUNT, applied: COUNT },
  {
    endpoint: oneOf(ENDPOINTS),
    client: TEXT,
    skip: COUNT,
    times: COUNT,
    from: SECONDS,
    until: SECONDS,
    delay: OPEN_OBJECT,
    status: { type: 'integer' },
    body: TEXT,
    retryAfter: COUNT,
    active: FLAG,
    size: COUNT,
    keys: listOf(OPEN_OBJECT),
  },
);

/** What the operations answer, by the names that {@link OperationFacts} use. */
export const ANSWER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Clock: CLOCK,
  Issuer: object({
    name: { ...TEXT, description: 'The first path segment; empty for the root issuer.' },
    issuer: TEXT,
    clock: { $ref: '#/components/schemas/Clock' },
    clients: listOf(TEXT),
    users: listOf(TEXT),
    faults: COUNT,
    requests: COUNT,
  }),
  Key: object(
    { kid: TEXT, alg: oneOf(SIGNING_ALGORITHMS), current: FLAG, published: FLAG, jwk: OPEN_OBJECT },
    { publishedFrom: SECONDS, publishedUntil: SECONDS },
  ),
  Fault: FAULT,
  Journal: object({ entries: listOf(JOURNAL_ENTRY), dropped: COUNT }),
  Assertion: object({
    assertion: oneOf(Object.keys(ASSERTIONS)),
    holds: FLAG,
    violations: listOf(VIOLATION),
    checked: COUNT,
  }),
  TokenKind: object({ kind: oneOf(TOKEN_KINDS) }, { flaw: TEXT }),
  MintedToken: object(
    { token: TEXT, kind: oneOf(TOKEN_KINDS), header: OPEN_OBJECT, claims: OPEN_OBJECT },
    { flaw: TEXT },
  ),
  Identities: OPEN_OBJECT,
  Preset: object({
    name: oneOf(PRESET_NAMES),
    describe: TEXT,
    environment: { type: 'object', additionalProperties: TEXT },
    files: listOf(object({ name: TEXT, content: TEXT })),
    identities: OPEN_OBJECT,
  }),
  Document: OPEN_OBJECT,
  Problem: object(
    { type: TEXT, title: TEXT, status: { type: 'integer' }, detail: TEXT },
    { errors: listOf(object({ path: TEXT, fault: TEXT })) },
  ),
};
