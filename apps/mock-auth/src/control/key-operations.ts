import type { JWK } from 'jose';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import type { KeyRing, RingKey } from '../keys/key-ring.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm, type SigningKey } from '../keys/signing-key.js';
import { Field } from './body/field.js';
import { parseMoment, type Moment } from './body/moment.js';
import { choice, moment, text } from './body/shapes.js';

/** What can happen to the keys of an issuer in one call, and what it tests in a client. */
export const KEY_SCENARIOS = {
  'publish-early': 'The JWKS shows a further key; nothing signs with it until it is promoted.',
  rotate: 'A further key signs and is shown; the one before stays in the JWKS, so older tokens hold.',
  'publish-late': 'A further key signs; the JWKS shows it from `at` on, or not until it is published.',
  'retire-early': 'The JWKS no longer shows the key that signs.',
  compromise: 'A further key signs; the JWKS shows none of those before, so older tokens are worthless.',
  'reuse-kid': 'Another key under the kid of the one that signs: what a client has cached is wrong.',
} as const;

export type KeyScenario = keyof typeof KEY_SCENARIOS;

export class KeyScenarioBody {
  @Field('What happens.', choice(Object.keys(KEY_SCENARIOS)), { required: true })
  scenario: KeyScenario;

  @Field('Of which algorithm; ES256 where it is absent.', choice(SIGNING_ALGORITHMS))
  alg?: SigningAlgorithm;

  @Field(
    'Name of the further key; by default its RFC 7638 thumbprint.',
    text(/^[\x20-\x7e]{1,200}$/, 'printable ASCII'),
  )
  kid?: string;

  @Field('For publish-late: when the JWKS shows the key.', moment)
  at?: Moment;
}

/** What happens to one key, now or at a moment of the issuer's clock. */
export class KeyMomentBody {
  @Field('When; at once where it is absent.', moment)
  at?: Moment;
}

/** A key as the API shows it. */
export interface KeyReport {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  /** Whether it signs. */
  readonly current: boolean;
  /** Whether the JWKS shows it at this second. */
  readonly published: boolean;
  /** Seconds since 1970; absent for always or never. */
  readonly publishedFrom?: number;
  readonly publishedUntil?: number;
  readonly jwk: JWK;
}

export async function playKeyScenario(world: IssuerWorld, body: KeyScenarioBody): Promise<KeyReport[]> {
  const { keys, clock } = world;
  const alg = body.alg ?? 'ES256';
  const before = await keys.current(alg);
  switch (body.scenario) {
    case 'retire-early':
      keys.retire(before.kid);
      break;
    case 'reuse-kid':
      await keys.replace(before.kid);
      break;
    default:
      await addKey(keys, alg, body, parseMoment(body.at, clock.now()));
  }
  return reportKeys(world);
}

async function addKey(
  keys: KeyRing,
  alg: SigningAlgorithm,
  { scenario, kid }: KeyScenarioBody,
  at: number = Infinity,
): Promise<SigningKey> {
  const older = await keys.list();
  const added = await keys.add({ alg, kid, publishedFrom: scenario === 'publish-late' ? at : undefined });
  if (scenario !== 'publish-early') keys.promote(added.kid);
  if (scenario === 'compromise') {
    for (const { key } of older) if (key.alg === alg) keys.retire(key.kid);
  }
  return added;
}

export async function reportKeys({ keys, clock }: IssuerWorld): Promise<KeyReport[]> {
  const now = clock.now();
  return (await keys.list()).map((entry) => reportKey(entry, now));
}

function reportKey({ key, current, publishedFrom, publishedUntil }: RingKey, now: number): KeyReport {
  return {
    kid: key.kid,
    alg: key.alg,
    current,
    published: publishedFrom <= now && now < publishedUntil,
    ...(Number.isFinite(publishedFrom) ? { publishedFrom } : {}),
    ...(Number.isFinite(publishedUntil) ? { publishedUntil } : {}),
    jwk: key.publicJwk,
  };
}
