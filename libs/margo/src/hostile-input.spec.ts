import { checkDescription, type DescriptionReport } from './check-description.js';
import { isAcceptable } from './finding.js';
import { VALID_DESCRIPTIONS } from './testing/rule-example.js';
import { DESCRIPTION_LIMITS } from './yaml/limits.js';

const VALID = VALID_DESCRIPTIONS['1.0.0-rc.3'];
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function check(content: string | Uint8Array): DescriptionReport {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return checkDescription(bytes, { profile: 'auto' });
}

function utf16(text: string, order: 'little' | 'big', mark: boolean): Uint8Array {
  const units = [...(mark ? `\uFEFF${text}` : text)].map((character) => character.charCodeAt(0));
  return Uint8Array.from(
    units.flatMap((unit) => (order === 'little' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])),
  );
}

const extension = (yaml: string): string => `${VALID}x-test-extensions:\n${yaml}\n`;
const around = (text: string, invalid: number[]): Uint8Array =>
  Uint8Array.from([...encode(text.slice(0, 60)), ...invalid, ...encode(text.slice(60))]);

describe('encodings', () => {
  it.each([
    ['a byte order mark', `\uFEFF${VALID}`],
    ['CRLF', VALID.replaceAll('\n', '\r\n')],
    ['no line break at the end', VALID.trimEnd()],
    ['comments around it', `# before\n---\n${VALID}# after\n...\n`],
    ['characters beyond 16 bits', VALID.replace('Tank Watch', 'Tank 🛢 Watch')],
    ['the character U+FFFD', VALID.replace('Tank Watch', 'Tank \uFFFD Watch')],
  ])('accept %s', (_, content) => {
    expect(check(content).findings).toEqual([]);
  });

  it.each([
    ['UTF-16, little endian', utf16(VALID, 'little', true), 'UTF-16'],
    ['UTF-16, big endian', utf16(VALID, 'big', true), 'UTF-16'],
    ['UTF-16 without a mark', utf16(VALID, 'little', false), 'U+0000'],
    ['a byte that is not UTF-8', around(VALID, [0xe9]), 'not UTF-8'],
    ['an overlong form', around(VALID, [0xc0, 0x80]), 'not UTF-8'],
    ['half of a surrogate pair', around(VALID, [0xed, 0xa0, 0x80]), 'not UTF-8'],
    ['NUL', VALID.replace('Tank Watch', 'Tank\0Watch'), 'U+0000'],
    ['a control character', VALID.replace('Tank Watch', 'Tank\x1b[31m'), 'U+001B'],
    ['nothing', '', 'empty'],
    ['a comment alone', '# soon\n', 'empty'],
  ])('refuse %s', (_, content, reason) => {
    const [finding, ...others] = check(content).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'PKG-01', severity: 'error' });
    expect(finding?.message).toContain(reason);
  });

  it('point at the line of a byte that is not UTF-8', () => {
    const line = VALID.slice(0, 60).split('\n').length;
    expect(check(around(VALID, [0xff])).findings).toMatchObject([{ line }]);
  });
});

describe('documents that are not one mapping of plain data', () => {
  it.each([
    ['a text', 'hello', 'not a mapping'],
    ['a list', '- a\n- b\n', 'not a mapping'],
    ['two documents', `${VALID}---\n${VALID}`, 'second YAML document'],
    ['a trailing empty document', `${VALID}---\n`, 'second YAML document'],
    ['an unclosed bracket', extension('  a: [1, 2'), 'not YAML'],
    ['a tab as indentation', extension('  a:\n\t- b'), 'not YAML'],
    ['a JavaScript tag', extension("  a: !!js/regexp '/(a+)+$/'"), '!!js/regexp'],
    ['a Python tag', extension("  a: !!python/object/apply:os.system ['id']"), '!!python'],
    ['a local tag', extension('  a: !secret b'), '!secret'],
    ['a binary tag', extension('  a: !!binary aGVsbG8='), '!!binary'],
    ['a key that stands twice', `${VALID}id: again\n`, '"id" stands twice'],
    ['a key twice by another spelling', `${VALID}"id": again\n`, '"id" stands twice'],
    ['a key twice in flow style', extension('  { a: 1, a: 2 }'), '"a" stands twice'],
    ['a mapping as key', extension('  ? { a: 1 }\n  : 2'), 'key'],
    ['an alias without anchor', extension('  a: *nowhere'), 'no anchor'],
    ['an alias inside its own anchor', extension('  a: &a [1, *a]'), 'inside its own anchor'],
    ['a merged text', extension('  <<: text'), 'merged'],
  ])('are refused: %s', (_, content, reason) => {
    const [finding] = check(content).findings;
    expect(finding).toMatchObject({ rule: 'PKG-01', severity: 'error' });
    expect(finding?.message).toContain(reason);
  });

  it('may use anchors, aliases, merged keys and core tags as other readers do', () => {
    const content = extension('  a: &a { x: 1, y: !!str 2 }\n  b: *a\n  c: { <<: *a, y: 3 }');
    const { findings, description } = check(content);
    expect(findings).toEqual([]);
    const expected = { a: { x: 1, y: '2' }, b: { x: 1, y: '2' }, c: { x: 1, y: 3 } };
    expect(description?.['x-test-extensions']).toEqual(expected);
  });

  it('keep a key __proto__ a key', () => {
    const { description } = check(extension('  __proto__: { polluted: true }'));
    expect(JSON.stringify(description?.['x-test-extensions'])).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('excess', () => {
  const laughs = (rows: number): string =>
    Array.from({ length: rows }, (_, row) =>
      row === 0
        ? '  a0: &a0 [ha]'
        : `  a${row}: &a${row} [${Array(10)
            .fill(`*a${row - 1}`)
            .join(', ')}]`,
    ).join('\n');

  it.each([
    ['10 MB', VALID + '# padding\n'.repeat(1_000_000)],
    ['one byte too many', VALID + '#'.repeat(DESCRIPTION_LIMITS.bytes - VALID.length + 1)],
    ['a billion laughs', extension(laughs(10))],
    ['more laughs than a number can count', extension(laughs(400))],
    ['one text a thousand times', extension(`  a: &a ${'x'.repeat(9000)}\n  b: [${'*a, '.repeat(900)}]`)],
    ['brackets that never close', '['.repeat(DESCRIPTION_LIMITS.bytes)],
    ['lists in lists', '- '.repeat(DESCRIPTION_LIMITS.bytes / 2)],
    ['depth by aliases', extension(chain(70))],
    ['a mapping merged into thousands', extension(merged(200, 200))],
    ['a million commas', extension(`  a: [${','.repeat(1_000_000)}]`)],
  ])('is refused: %s', (_, content) => {
    const [finding, ...others] = check(content).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'PKG-09', severity: 'error' });
  });

  it('accepts the size that is the limit', () => {
    const content = VALID + '#'.repeat(DESCRIPTION_LIMITS.bytes - encode(VALID).length);
    expect(check(content).findings).toEqual([]);
  });

  it('reports the first faults of very many and says how many are left', () => {
    const lines = Array.from({ length: 500 }, (_, index) => `unknown${index}: 1`);
    const { findings } = check(`${VALID}${lines.join('\n')}\n`);
    expect(findings).toHaveLength(201);
    expect(findings.at(-1)).toMatchObject({ severity: 'error' });
    expect(findings.at(-1)?.message).toContain('300 more findings');
  });

  it('does not refuse for advice, however much of it there is', () => {
    const spare = Array.from({ length: 300 }, (_, index) => `  spare${index}: { targets: [] }\n`).join('');
    const { findings } = check(VALID.replace('parameters:\n', `parameters:\n${spare}`));
    expect(findings).toHaveLength(201);
    expect(isAcceptable(findings)).toBe(true);
  });

  it('refuses for an error behind any amount of advice', () => {
    const spare = Array.from({ length: 300 }, (_, index) => `  spare${index}: { targets: [] }\n`).join('');
    const text = VALID.replace('parameters:\n', `parameters:\n${spare}`).replace(
      'values: [amd64]',
      'values: []',
    );
    expect(isAcceptable(check(text).findings)).toBe(false);
  });
});

function chain(length: number): string {
  const rows = Array.from({ length }, (_, row) =>
    row === 0 ? '  a0: &a0 []' : `  a${row}: &a${row} [*a${row - 1}]`,
  );
  return rows.join('\n');
}

function merged(keys: number, copies: number): string {
  const wide = Array.from({ length: keys }, (_, index) => `k${index}: 1`).join(', ');
  const rows = Array.from({ length: copies }, (_, index) => `  m${index}: { <<: *wide }`);
  return [`  wide: &wide { ${wide} }`, ...rows].join('\n');
}
