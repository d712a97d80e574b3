import { checkFaultRule } from '../faults/check-fault-rule.js';
import {
  FAULT_KINDS,
  type ActiveFault,
  type Delay,
  type FaultKind,
  type FaultRule,
} from '../faults/fault-rule.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { ENDPOINTS, type Endpoint } from '../journal/journal-entry.js';
import { Field } from './body/field.js';
import { parseMoment, type Moment } from './body/moment.js';
import { choice, flag, moment, number, object, text, whole } from './body/shapes.js';
import { ControlProblem } from './control-problem.js';

const TEN_MINUTES = 600_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Milliseconds: `ms`, or `min` and `max` evenly spread, or `median` and `sigma` log-normal. */
export class DelayBody {
  @Field('Always so many milliseconds.', number(0, TEN_MINUTES))
  ms?: number;

  @Field('At least so many milliseconds, evenly spread up to max.', number(0, TEN_MINUTES))
  min?: number;

  @Field('Less than so many milliseconds.', number(0, TEN_MINUTES))
  max?: number;

  @Field('Half of the answers come within so many milliseconds (log-normal).', number(0, TEN_MINUTES))
  median?: number;

  @Field('Spread of the logarithm; 0.5 makes one in forty take 2.7 times the median.', number(0, 3))
  sigma?: number;
}

/** A fault rule as it is set. Which requests: all that match every key that is there. */
export class FaultBody {
  @Field('What happens.', choice(Object.keys(FAULT_KINDS)), { required: true })
  kind: FaultKind;

  @Field(
    'Of which endpoint; every one where it is absent.',
    choice(ENDPOINTS.filter((name) => name !== 'other')),
  )
  endpoint?: Endpoint;

  @Field('Of which client, as the request names it before anybody has checked it.', text())
  client?: string;

  @Field('So many matching requests pass first: 2 means from the third on.', whole(0, 1_000_000))
  skip?: number;

  @Field('So many times; for ever where it is absent.', whole(1, 1_000_000))
  times?: number;

  @Field('Not before this moment of the clock.', moment)
  from?: Moment;

  @Field('Not from this moment of the clock on.', moment)
  until?: Moment;

  @Field('How long it waits before whatever happens.', object(() => DelayBody))
  delay?: DelayBody;

  @Field('For status.', whole(200, 599))
  status?: number;

  @Field('For status: the body word for word, as application/json.', text())
  body?: string;

  @Field('For status: seconds of the Retry-After header.', whole(0, 86_400))
  retryAfter?: number;

  @Field('For lie: what introspection says.', flag)
  active?: boolean;

  @Field('For huge: bytes of the answer; 10 MiB where it is absent.', whole(1, LARGEST_ANSWER))
  size?: number;
}

/** @throws ControlProblem 400 for a rule that makes no sense */
export async function setFault(world: IssuerWorld, body: FaultBody, path = ''): Promise<ActiveFault> {
  const rule = await ruleOf(world, body);
  const faults = checkFaultRule(rule);
  if (faults.length === 0) return world.faults.add(rule);
  throw new ControlProblem(
    400,
    'The fault rule makes no sense.',
    faults.map((fault) => ({ path, fault })),
  );
}

async function ruleOf(world: IssuerWorld, body: FaultBody): Promise<FaultRule> {
  const now = world.clock.now();
  return {
    ...body,
    delay: body.delay === undefined ? undefined : delayOf(body.delay),
    from: parseMoment(body.from, now),
    until: parseMoment(body.until, now),
    ...(body.kind === 'stale-jwks' ? { keys: await world.keys.listPublished() } : {}),
  };
}

function delayOf({ ms, min, max, median, sigma }: DelayBody): Delay {
  if (ms !== undefined) return { ms };
  if (min !== undefined && max !== undefined && min <= max) return { min, max };
  if (median !== undefined) return { median, sigma: sigma ?? 0.5 };
  throw new ControlProblem(400, 'The delay makes no sense.', [
    { path: 'delay', fault: 'needs ms, or min and max with min first, or median' },
  ]);
}
