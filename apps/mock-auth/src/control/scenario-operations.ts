import type { IssuerWorld } from '../issuers/issuer-world.js';
import type { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { identitiesOf, type IdentityPresetName } from '../presets/identity-presets.js';
import { IDENTITY_PRESET_NAMES } from '../presets/presets.js';
import { Field } from './body/field.js';
import { readBody } from './body/read-body.js';
import { choices, list, object, record, text } from './body/shapes.js';
import { ClockBody, moveClock } from './clock-operations.js';
import { FaultBody, setFault } from './fault-operations.js';
import { identitiesFrom } from './identity-operations.js';
import { KeyScenarioBody, playKeyScenario } from './key-operations.js';

/** Everything about an issuer at once. Loading begins with a reset; then identities, clock, keys and faults, in order. */
export class ScenarioBody {
  @Field('Its name, for people.', text())
  name?: string;

  @Field('What it tests, for people.', text())
  describe?: string;

  @Field('Parties that are there; they come before those of identities.', choices(IDENTITY_PRESET_NAMES))
  presets?: IdentityPresetName[];

  @Field(
    'Who is there, in the shape of the file of identities; without it and presets those of the start.',
    record,
  )
  identities?: Record<string, unknown>;

  @Field('What happens to the clock.', object(() => ClockBody))
  clock?: ClockBody;

  @Field('What happens to the keys, one after the other.', list(() => KeyScenarioBody))
  keys?: KeyScenarioBody[];

  @Field('Which fault rules are set.', list(() => FaultBody))
  faults?: FaultBody[];
}

/**
 * Loads all of it or nothing: it is prepared on a world of its own, which then takes the place of the issuer's.
 * @throws ControlProblem or SettingsError for the first part that is not right; the issuer is as before then
 */
export async function loadScenario(worlds: IssuerWorlds, name: string, data: unknown): Promise<IssuerWorld> {
  const scenario = readBody(ScenarioBody, data);
  const world = worlds.get(name).renew();
  if (scenario.presets !== undefined || scenario.identities !== undefined) {
    world.identities = await identitiesFrom(identitiesIn(scenario));
  }
  if (scenario.clock !== undefined) moveClock(world.clock, scenario.clock);
  for (const step of scenario.keys ?? []) await playKeyScenario(world, step);
  for (const [index, rule] of (scenario.faults ?? []).entries())
    await setFault(world, rule, `faults[${index}]`);
  worlds.replace(world);
  return world;
}

/** The entries of the presets first, then those of the scenario. */
function identitiesIn({ presets = [], identities = {} }: ScenarioBody): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...identities };
  for (const [kind, entries] of Object.entries(identitiesOf(presets))) {
    const own = identities[kind] ?? [];
    if (Array.isArray(own)) merged[kind] = [...entries, ...own];
  }
  return merged;
}
