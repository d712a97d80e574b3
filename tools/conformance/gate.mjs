import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fewest results that a complete run counts; a smaller total means that something was switched off in silence. */
export const LEAST_TOTAL = { plain: 986, sparse: 1032 };

/** The only value that may be other than Pass, and only while nobody asked for it. */
const SPARSE = 'Sparse Manifests';

/**
 * Judges the files that the conformance programme left. Its exit code alone is not enough: it counts Skip and Disabled
 * as success, and ends with 0 on a faulty configuration without writing anything.
 *
 * @param {{ directory: string, exitCode: number | null, isSparse: boolean }} run
 * @returns {{ total: number, faults: string[] }} `faults` is empty where the run passed; else a sentence for each value
 */
export function checkResults({ directory, exitCode, isSparse }) {
  const faults = exitCode === 0 ? [] : [`the programme ended with code ${exitCode}`];
  const [results, junit] = ['results.yaml', 'junit.xml'].map((name) => findText(join(directory, name)));
  if (results === undefined) faults.push(`results.yaml is missing in ${directory}`);
  else faults.push(...checkValues(results, isSparse));
  if (junit === undefined) faults.push(`junit.xml is missing in ${directory}`);
  const total = junit === undefined ? 0 : countResults(junit);
  const least = isSparse ? LEAST_TOTAL.sparse : LEAST_TOTAL.plain;
  if (total < least) faults.push(`${total} results were counted, at least ${least} are expected`);
  return { total, faults };
}

/**
 * The values under `apis` and `data`: two flat maps of one line each, at the root of results.yaml.
 *
 * @param {string} yaml
 * @returns {{ section: string, name: string, value: string }[]}
 */
export function listValues(yaml) {
  let section = '';
  const values = [];
  for (const line of yaml.split(/\r?\n/)) {
    const heading = /^(\S[^:]*):/.exec(line);
    if (heading) section = heading[1] ?? '';
    const entry = /^ {2,}(\S[^:]*): *(\S*)$/.exec(line);
    if (entry && (section === 'apis' || section === 'data')) {
      values.push({ section, name: entry[1] ?? '', value: entry[2] ?? '' });
    }
  }
  return values;
}

/** @param {string} yaml @param {boolean} isSparse */
function checkValues(yaml, isSparse) {
  const values = listValues(yaml);
  const faults = ['apis', 'data']
    .filter((wanted) => !values.some(({ section }) => section === wanted))
    .map((wanted) => `results.yaml has no values under ${wanted}`);
  const isFine = ({ section = '', name = '', value = '' }) =>
    value === 'Pass' || (!isSparse && section === 'data' && name === SPARSE && value === 'Disabled');
  const refused = values.filter((value) => !isFine(value));
  return [
    ...faults,
    ...refused.map(({ section, name, value }) => `${section}: ${name} is ${value || 'empty'}`),
  ];
}

/** The programme's own sum of Pass, Skip, Disabled, FAIL and Error; a failing case has no element of its own in the file. */
function countResults(/** @type {string} */ junit) {
  const attribute = /<testsuites\b[^>]*\btests="(\d+)"/.exec(junit);
  return Number(attribute?.[1] ?? 0);
}

/** @param {string} path */
function findText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
