import type { RuleId } from '../rules/catalogue.js';
import { COLD_STORE } from './descriptions/cold-store.js';
import { TANK_WATCH } from './descriptions/tank-watch.js';
import { WEIGH_BRIDGE } from './descriptions/weigh-bridge.js';

/** Descriptions without any finding, by their profiles. */
export const VALID_DESCRIPTIONS = {
  '1.0.0-rc.3': TANK_WATCH,
  '1.0.0-rc.2': COLD_STORE,
  'v1-alpha1': WEIGH_BRIDGE,
} as const;

/** One part of a valid description, kept and broken: the test of a rule, and what its documentation shows. */
export interface RuleExample {
  readonly rule: RuleId;
  readonly profile: keyof typeof VALID_DESCRIPTIONS;
  /** The part of the valid description that is replaced; it is there once. */
  readonly part: string;
  readonly fails: string;
  /** What is put instead to keep the rule; the part itself unless said. */
  readonly passes?: string;
  /** Tag of the push, where the rule is about it. */
  readonly tag?: string;
  /** What else the broken part breaks. */
  readonly alsoBreaks?: readonly RuleId[];
}

/** How far from the beginning of its line the part begins. */
export function columnOf({ profile, part }: RuleExample): number {
  const base = VALID_DESCRIPTIONS[profile];
  const at = base.indexOf(part);
  return at - (base.lastIndexOf('\n', at - 1) + 1);
}

/** The whole description with the part replaced. */
export function replacePart({ profile, part }: RuleExample, by: string): string {
  const base = VALID_DESCRIPTIONS[profile];
  const at = base.indexOf(part);
  if (at === -1 || base.includes(part, at + 1)) throw new Error(`${JSON.stringify(part)} is not there once`);
  return base.slice(0, at) + by + base.slice(at + part.length);
}
