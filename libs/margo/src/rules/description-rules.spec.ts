import { checkDescription, type DescriptionReport } from '../check-description.js';
import { DESCRIPTION_EXAMPLES } from '../testing/examples/description-examples.js';
import { VALID_DESCRIPTIONS, replacePart, type RuleExample } from '../testing/rule-example.js';
import { getRule, type RuleId } from './catalogue.js';
import { DESCRIPTION_RULES } from './description-rules.js';

function check(text: string, tag?: string): DescriptionReport {
  return checkDescription(new TextEncoder().encode(text), { profile: 'auto', tag });
}

function brokenRules(report: DescriptionReport): RuleId[] {
  return [...new Set(report.findings.map(({ rule }) => rule))];
}

const titleOf = ({ rule, fails, part }: RuleExample): string =>
  `${rule} ${(fails || part).replace(/\s+/g, ' ').trim().slice(0, 60)}`;
const examples = DESCRIPTION_EXAMPLES.map((example) => ({ title: titleOf(example), example }));

describe('a valid description', () => {
  it.each(Object.entries(VALID_DESCRIPTIONS))('of %s has no finding', (profile, text) => {
    expect(check(text)).toMatchObject({ profile, findings: [] });
  });
});

describe('rules of a description', () => {
  it('have at least one example each', () => {
    const shown = new Set(DESCRIPTION_EXAMPLES.map(({ rule }) => rule));
    expect([...shown].sort()).toEqual(Object.keys(DESCRIPTION_RULES).sort());
  });

  it.each(examples)('are broken, and only they: $title', ({ example }) => {
    const report = check(replacePart(example, example.fails), example.tag);
    const { alsoBreaks = [] } = example;
    expect(brokenRules(report).sort()).toEqual([...new Set([example.rule, ...alsoBreaks])].sort());
  });

  it.each(examples)('are kept: $title', ({ example }) => {
    const report = check(replacePart(example, example.passes ?? example.part), example.tag);
    expect(report.findings).toEqual([]);
  });

  it.each(examples)('are reported with a place, a remedy and a link: $title', ({ example }) => {
    const { source, findings } = check(replacePart(example, example.fails), example.tag);
    for (const { rule, line = 0, column = 0, length = 0, message, link } of findings) {
      expect(line).toBeGreaterThan(0);
      expect(column - 1 + length).toBeLessThanOrEqual(source.line(line).length + 1);
      expect(message).toMatch(/^[^\n]+[.!?:]( [^\n]+)?\.$/);
      expect(link).toBe(`docs/reference/margo-rules.md#${rule.toLowerCase()}`);
    }
  });

  it.each(Object.keys(DESCRIPTION_RULES) as RuleId[])('%s says what holds and where that is said', (id) => {
    const { title, source, level, severity } = getRule(id);
    expect(title).toMatch(/^[A-Z`].+\.$/);
    expect(source.length).toBeGreaterThan(5);
    // What must be is refused under enforcement; what is advice is never refused.
    if (level === 'MUST') expect(severity.enforce).toBe('error');
    if (level === 'SHOULD' || level === 'MAY') expect(severity.enforce).not.toBe('error');
  });
});
