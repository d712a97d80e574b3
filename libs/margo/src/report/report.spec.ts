import { ruleLink, type Finding } from '../finding.js';
import { renderGithub } from './github.js';
import { renderLine } from './line.js';
import { compareFindings } from './order.js';
import { renderSarif } from './sarif.js';
import { countFindings, summarize } from './summary.js';
import { renderText } from './text.js';

const VERSION: Finding = {
  rule: 'PKG-04',
  severity: 'error',
  message: '3.0 is a number. Write "3.0".',
  document: 'description',
  path: 'metadata.version',
  line: 2,
  column: 12,
  length: 3,
  link: ruleLink('PKG-04'),
};
const CONFIG: Finding = {
  rule: 'MAN-03',
  severity: 'warning',
  message: 'The config is not empty.',
  document: 'manifest',
  path: 'config',
  link: ruleLink('MAN-03'),
};
const BOTH_OFFERED: Finding = {
  ...CONFIG,
  rule: 'SEM-19',
  severity: 'info',
  message: 'Offer both.',
  path: '',
};
const ALL = [VERSION, CONFIG, BOTH_OFFERED];
const LINES = ['metadata:', '  version: 3.0'];

describe('the report as text', () => {
  it('shows each place with a caret below it, and a summary', () => {
    expect(renderText(ALL, { subject: 'pkg', lines: LINES })).toBe(
      [
        'error PKG-04 description:2:12 metadata.version',
        '  3.0 is a number. Write "3.0".',
        '    2 |   version: 3.0',
        '      |            ^^^',
        '',
        'warning MAN-03 manifest config',
        '  The config is not empty.',
        '',
        'info SEM-19 manifest',
        '  Offer both.',
        '',
        'pkg: 1 error, 1 warning, 1 note',
        '',
      ].join('\n'),
    );
  });

  it('shows the part of a long line that the finding is about', () => {
    const long = `${'a'.repeat(500)}BAD${'b'.repeat(500)}`;
    const text = renderText([{ ...VERSION, line: 1, column: 501 }], { subject: 'pkg', lines: [long] });
    const [, , excerpt = '', caret = ''] = text.split('\n');
    expect(excerpt.length).toBeLessThan(140);
    expect(excerpt.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BAD');
  });

  it('keeps tabs so that the caret stands below its place', () => {
    const text = renderText([{ ...VERSION, line: 1, column: 3, length: 1 }], {
      subject: 'x',
      lines: ['\t\tv'],
    });
    expect(text.split('\n')[3]).toBe('      | \t\t^');
  });

  it('shows no character that would act on a terminal or hide text', () => {
    const evil = 'a\x1b[2Jb\u202Ec\u009bd\rE';
    const findings = [{ ...VERSION, message: evil, path: evil, line: 1, column: 1 }];
    const text = renderText(findings, { subject: evil, lines: [evil] });
    expect(text).not.toMatch(/[\x1b\r\u009b\u202e]/);
    expect(text).toContain('a\ufffd[2Jb');
  });

  it('says so where nothing was found', () => {
    expect(renderText([], { subject: 'pkg' })).toBe('pkg: nothing found\n');
  });
});

describe('the report as one line', () => {
  it('has the first findings and counts the others', () => {
    expect(renderLine(ALL, 2)).toBe(
      'PKG-04 (line 2) metadata.version: 3.0 is a number. Write "3.0". | MAN-03 config: The config is not empty. | and 1 note more',
    );
  });

  it('is one line whatever a document names', () => {
    expect(renderLine([{ ...CONFIG, path: 'a\nb', message: 'x\r\ny' }])).toBe(
      'MAN-03 a\ufffdb: x\ufffd\ufffdy',
    );
  });
});

describe('the report as SARIF', () => {
  it('names rule, level, place and artifact', () => {
    const [run] = (JSON.parse(renderSarif(ALL, { subject: 'pkg/margo.yaml' })) as { runs: unknown[] }).runs;
    expect(run).toMatchObject({
      columnKind: 'utf16CodeUnits',
      tool: {
        driver: { name: 'margo-check', rules: [{ id: 'PKG-04' }, { id: 'MAN-03' }, { id: 'SEM-19' }] },
      },
      results: [
        {
          ruleId: 'PKG-04',
          ruleIndex: 0,
          level: 'error',
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'pkg/margo.yaml' },
                region: { startLine: 2, startColumn: 12, endColumn: 15 },
              },
              logicalLocations: [{ fullyQualifiedName: 'description/metadata.version' }],
            },
          ],
        },
        { ruleId: 'MAN-03', ruleIndex: 1, level: 'warning' },
        { ruleId: 'SEM-19', ruleIndex: 2, level: 'note' },
      ],
    });
  });

  it.each([
    ['127.0.0.1:5000/acme/hello:1.0.0', './127.0.0.1:5000/acme/hello:1.0.0'],
    ['oci://127.0.0.1:5000/acme/hello', 'oci://127.0.0.1:5000/acme/hello'],
    ['my folder/a', 'my%20folder/a'],
    ['lone \ud800', 'lone%20%EF%BF%BD'],
  ])('writes %j as the URI reference %s', (subject, uri) => {
    const text = renderSarif([CONFIG], { subject });
    expect(text).toContain(`"uri":"${uri}"`);
  });
});

describe('the report as commands of GitHub', () => {
  it('annotates the file and escapes what ends a command', () => {
    const finding = { ...VERSION, message: '50%\nmore', path: 'a,b:c' };
    expect(renderGithub([finding, CONFIG], { subject: 'pkg', file: 'pkg/margo.yaml' })).toBe(
      [
        '::error file=pkg/margo.yaml,line=2,col=12,title=PKG-04 a%2Cb%3Ac::50%25%0Amore',
        '::warning file=pkg/margo.yaml,title=MAN-03 config::The config is not empty.',
        'pkg: 1 error, 1 warning',
        '',
      ].join('\n'),
    );
  });
});

describe('findings', () => {
  it('are ordered by severity, document and place', () => {
    const later = { ...VERSION, line: 9 };
    expect([BOTH_OFFERED, later, CONFIG, VERSION].sort(compareFindings)).toEqual([
      VERSION,
      later,
      CONFIG,
      BOTH_OFFERED,
    ]);
  });

  it('are counted by severity', () => {
    expect(countFindings([...ALL, VERSION])).toEqual({ error: 2, warning: 1, info: 1 });
    expect(summarize([VERSION, VERSION, BOTH_OFFERED])).toBe('2 errors, 1 note');
  });
});
