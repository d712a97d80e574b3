import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkResults, listValues } from './gate.mjs';

const YAML = `config:
  registry: 127.0.0.1:1
  apis:
    ping: true
  data:
    image: true
  version: dev
apis:
  Ping: Pass
  Blob get range: Pass
data:
  Image: Pass
  Sparse Manifests: Disabled
`;
const SPARSE_YAML = YAML.replace('Manifests: Disabled', 'Manifests: Pass');
const junit = (tests: number): string =>
  `<testsuites time="3.3" tests="${tests}" failures="0" skipped="0">\n</testsuites>`;

interface Files {
  readonly yaml?: string;
  readonly xml?: string;
}

describe('the conformance gate', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'gate-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function check(
    { yaml, xml }: Files,
    { exitCode = 0, isSparse = false }: { exitCode?: number | null; isSparse?: boolean } = {},
  ) {
    if (yaml !== undefined) writeFileSync(join(directory, 'results.yaml'), yaml);
    if (xml !== undefined) writeFileSync(join(directory, 'junit.xml'), xml);
    return checkResults({ directory, exitCode, isSparse });
  }

  it('lets a run pass whose values are all Pass and whose total is complete', () => {
    expect(check({ yaml: YAML, xml: junit(986) })).toEqual({ total: 986, faults: [] });
  });

  it('lets a sparse run pass whose values are all Pass and whose total is complete', () => {
    expect(check({ yaml: SPARSE_YAML, xml: junit(1032) }, { isSparse: true })).toEqual({
      total: 1032,
      faults: [],
    });
  });

  it.each(['Skip', 'Disabled', 'FAIL', 'Error', 'Unknown', ''])(
    'refuses the value "%s" of an API',
    (value) => {
      const { faults } = check({ yaml: YAML.replace('range: Pass', `range: ${value}`), xml: junit(986) });
      expect(faults).toEqual([`apis: Blob get range is ${value || 'empty'}`]);
    },
  );

  it('refuses a data set that was skipped', () => {
    expect(check({ yaml: YAML.replace('Image: Pass', 'Image: Skip'), xml: junit(986) }).faults).toEqual([
      'data: Image is Skip',
    ]);
  });

  it('refuses disabled sparse manifests in a run that asked for them', () => {
    expect(check({ yaml: YAML, xml: junit(1032) }, { isSparse: true }).faults).toEqual([
      'data: Sparse Manifests is Disabled',
    ]);
  });

  it('refuses failing sparse manifests in a run that did not ask for them', () => {
    const { faults } = check({ yaml: YAML.replace('Disabled', 'FAIL'), xml: junit(986) });
    expect(faults).toEqual(['data: Sparse Manifests is FAIL']);
  });

  it('refuses a run that wrote nothing, as the programme does on a faulty configuration, although it exits with 0', () => {
    const { faults } = check({});
    expect(faults).toEqual([
      `results.yaml is missing in ${directory}`,
      `junit.xml is missing in ${directory}`,
      '0 results were counted, at least 986 are expected',
    ]);
  });

  it('refuses a run without results.yaml although junit.xml is complete', () => {
    expect(check({ xml: junit(986) }).faults).toEqual([`results.yaml is missing in ${directory}`]);
  });

  it('refuses results without any value', () => {
    const { faults } = check({ yaml: 'config:\n  version: dev\n', xml: junit(986) });
    expect(faults).toEqual([
      'results.yaml has no values under apis',
      'results.yaml has no values under data',
    ]);
  });

  it.each([
    { isSparse: false, total: 985, least: 986 },
    { isSparse: true, total: 1031, least: 1032 },
  ])('refuses a total of $total where $least are expected', ({ isSparse, total, least }) => {
    const { faults } = check({ yaml: SPARSE_YAML, xml: junit(total) }, { isSparse });
    expect(faults).toEqual([`${total} results were counted, at least ${least} are expected`]);
  });

  it.each([1, null])('refuses exit code %s although every value is Pass', (exitCode) => {
    const { faults } = check({ yaml: YAML, xml: junit(986) }, { exitCode });
    expect(faults).toEqual([`the programme ended with code ${exitCode}`]);
  });

  it('reads the results and not the configuration that stands before them', () => {
    expect(listValues(YAML).map(({ name }) => name)).toEqual([
      'Ping',
      'Blob get range',
      'Image',
      'Sparse Manifests',
    ]);
  });
});
