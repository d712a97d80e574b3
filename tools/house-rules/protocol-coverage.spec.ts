import { checkCoverage, parseCoverage } from './protocol-coverage.js';
import { listProjectFiles, readProjectFile } from './workspace.js';

const files = listProjectFiles().filter((path) => path.endsWith('.ts'));
const textsOf = (file: string): string[] =>
  files.filter((path) => path === file || path.endsWith(`/${file}`)).map(readProjectFile);

describe('the protocol', () => {
  it('has for every rule a test that names it, or says what the rule waits for', () => {
    const rules = parseCoverage(readProjectFile('docs/reference/protocol.md'));
    expect(rules.length).toBeGreaterThan(150);
    expect(checkCoverage(rules, textsOf)).toEqual([]);
  });
});

describe('the coverage of the protocol', () => {
  const page = [
    '| rule | sentence | where |',
    '| --- | --- | --- |',
    '| PULL-01 | a \\| b | `pull.spec.ts` |',
    '| PULL-02 | c | waits: access |',
    '| PULL-03 | d | soon |',
    '| PULL-04 | e | `absent.spec.ts` |',
    '| PULL-05 | g | `pull.spec.ts` |',
    '| PULL-06 | h | `pull.spec.ts` |',
    '| PULL-02 | again | waits: collection |',
  ].join('\n');
  const text = "it('answers HEAD [PULL-01, PULL-06]', f); // [PULL-05] is only talked about";
  const complaints = checkCoverage(parseCoverage(page), (file) => (file === 'pull.spec.ts' ? [text] : []));

  it('finds rules without a test, tests that do not name them, and rules that stand twice', () => {
    expect(complaints).toEqual([
      'PULL-03 has neither a test nor "waits: …"',
      'PULL-04 names absent.spec.ts, which does not exist',
      'PULL-05 names pull.spec.ts, in which no title ends with [PULL-05]',
      'PULL-02 stands twice',
    ]);
  });
});
