import { checkDescription, type PlainDescription } from './check-description.js';
import { isAcceptable } from './finding.js';
import { listMutants, type Mutant } from './testing/mutants.js';
import { VALID_DESCRIPTIONS } from './testing/rule-example.js';
import { STILL_VALID, type StillValid } from './testing/still-valid.js';

interface Decision {
  readonly mutant: Mutant;
  readonly accepted: boolean;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function decide(profile: string, text: string): Decision[] {
  const { description } = checkDescription(encode(text), { profile });
  return listMutants(description as PlainDescription).map((mutant) => {
    // JSON is YAML.
    const { findings } = checkDescription(encode(JSON.stringify(mutant.description)), { profile });
    return { mutant, accepted: isAcceptable(findings) };
  });
}

const decisions = Object.entries(VALID_DESCRIPTIONS).map(([profile, text]) => ({
  profile,
  decided: decide(profile, text),
}));

const covers = (row: StillValid, profile: string, { change, place }: Mutant): boolean =>
  row.changes.includes(change) && row.places.includes(place) && (row.profiles?.includes(profile) ?? true);

const describeMutant = ({ change, place }: Mutant): string => `${change} ${place}`;

describe.each(decisions)('mutants of the valid description of $profile', ({ profile, decided }) => {
  it('are at least two hundred', () => {
    expect(decided.length).toBeGreaterThanOrEqual(200);
  });

  it('are refused, unless there is a reason why they are still valid', () => {
    const unexplained = decided
      .filter(({ accepted }) => accepted)
      .filter(({ mutant }) => !STILL_VALID.some((row) => covers(row, profile, mutant)));
    expect(unexplained.map(({ mutant }) => describeMutant(mutant))).toEqual([]);
  });
});

describe('reasons why a mutant is still valid', () => {
  const rows = STILL_VALID.flatMap((row) => row.places.map((place) => ({ ...row, places: [place] })));

  it.each(rows)('$because $places', (row) => {
    const used = decisions.some(({ profile, decided }) =>
      decided.some(({ accepted, mutant }) => accepted && covers(row, profile, mutant)),
    );
    expect(used).toBe(true);
  });
});
