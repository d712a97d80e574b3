import type { Identities } from '../identities/identities.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import type { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { identitiesOf, type IdentityPresetName } from '../presets/identity-presets.js';
import { IDENTITY_PRESET_NAMES } from '../presets/presets.js';
import { Field } from './body/field.js';
import { readBody } from './body/read-body.js';
import { choices, list, object, record, text } from './body/shapes.js';
import { ClockBody, moveClock } from './clock-operations.js';
import { FaultBody, setFault } from './fault-operations.js';
import { identitiesFrom, joinIdentities } from './identity-operations.js';
import { KeyScenarioBody, playKeyScenario } from './key-operations.js';

/** Everything about an issuer at once. Loading begins with a reset; then identities, clock, keys and faults, in order. */
export class ScenarioBody {
  @Field('Its name, for people.', text())
  name?: string;

  @Field('What it tests, for people.', text())
  describe?: string;

  @Field(
    'Parties that are there, where identities has none of the same name.',
    choices(IDENTITY_PRESET_NAMES),
  )
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
 * @throws ControlProblem for the first part that is not right; the issuer is as before then
 */
export async function loadScenario(worlds: IssuerWorlds, name: string, data: unknown): Promise<IssuerWorld> {
  const scenario = readBody(ScenarioBody, data);
  const world = worlds.get(name).renew();
  if (scenario.presets !== undefined || scenario.identities !== undefined) {
    world.identities = await identitiesIn(scenario);
  }
  if (scenario.clock !== undefined) moveClock(world.clock, scenario.clock);
  for (const step of scenario.keys ?? []) await playKeyScenario(world, step);
  for (const [index, rule] of (scenario.faults ?? []).entries())
    await setFault(world, rule, `faults[${index}]`);
  worlds.replace(world);
  return world;
}

/** Those of the presets, and over them those of the scenario. */
async function identitiesIn({ presets = [], identities = {} }: ScenarioBody): Promise<Identities> {
  const own = await identitiesFrom(identities, 'identities');
  return joinIdentities(await identitiesFrom(identitiesOf(presets)), own);
}
