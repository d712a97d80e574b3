import type { Clock } from '../clock/clock.js';
import { Field } from './body/field.js';
import { parseMoment, parseSpan, type Moment, type Span } from './body/moment.js';
import { flag, moment, span } from './body/shapes.js';

/** What is to happen to a clock: first `now`, then `advance`, then `frozen`. */
export class ClockBody {
  @Field('The moment that it is from here on.', moment)
  now?: Moment;

  @Field('How far it jumps, backwards with a minus.', span)
  advance?: Span;

  @Field('true stops it, false lets it go on from where it stands.', flag)
  frozen?: boolean;
}

/** The clock as the API shows it. */
export interface ClockReport {
  /** Seconds since 1970. */
  readonly now: number;
  /** The same as an RFC 3339 text. */
  readonly at: string;
  readonly frozen: boolean;
  /** Seconds that it is ahead of the machine's clock. */
  readonly offset: number;
}

export function moveClock(clock: Clock, body: ClockBody): ClockReport {
  if (body.now !== undefined) clock.set(parseMoment(body.now, clock.now()) ?? clock.now());
  if (body.advance !== undefined) clock.advance(parseSpan(body.advance) ?? 0);
  if (body.frozen === true) clock.freeze();
  if (body.frozen === false) clock.resume();
  return reportClock(clock);
}

export function reportClock(clock: Clock): ClockReport {
  const { now, frozen, offset } = clock.state();
  return { now, at: new Date(now * 1000).toISOString(), frozen, offset };
}
