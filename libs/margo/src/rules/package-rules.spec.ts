import { checkPackage } from '../package/check-package.js';
import { PACKAGE_EXAMPLES } from '../testing/examples/package-examples.js';
import { changedPackage, optionsOf, type PackageChange } from '../testing/package-example.js';
import type { Finding } from '../finding.js';
import { getRule, type RuleId } from './catalogue.js';
import { PACKAGE_RULES } from './package-rules.js';

async function check(
  changes: readonly PackageChange[],
  tags?: readonly string[],
): Promise<readonly Finding[]> {
  return (await checkPackage(changedPackage(changes), optionsOf(tags))).findings;
}

const examples = PACKAGE_EXAMPLES.map((example, index) => {
  const shown = example.fails.map(({ by, part }) => by || part).join(' ') || String(example.tags?.fails);
  return { title: `${index} ${example.rule} ${shown.replace(/\s+/g, ' ').slice(0, 60)}`, example };
});

describe('rules of a package', () => {
  it('have at least one example each', () => {
    const shown = new Set<string>(PACKAGE_EXAMPLES.map(({ rule }) => rule));
    expect(Object.keys(PACKAGE_RULES).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it('find nothing in a valid package', async () => {
    expect(await check([], ['2.4.0', 'latest'])).toEqual([]);
  });

  it.each(examples)('are broken, and only they: $title', async ({ example }) => {
    const { rule, fails, tags, alsoBreaks = [] } = example;
    const findings = await check(fails, tags?.fails);
    expect([...new Set(findings.map((finding) => finding.rule))].sort()).toEqual(
      [rule, ...alsoBreaks].sort(),
    );
    for (const { message, link, rule: found } of findings) {
      expect(message).toMatch(/^[^\n]+\.$/);
      expect(link).toBe(`docs/reference/margo-rules.md#${found.toLowerCase()}`);
    }
  });

  it.each(examples)('are kept: $title', async ({ example: { passes = [], tags } }) => {
    expect(await check(passes, tags?.passes)).toEqual([]);
  });

  it.each(Object.keys(PACKAGE_RULES) as RuleId[])('%s says what holds and where that is said', (id) => {
    const { title, source, level, severity } = getRule(id);
    expect(title).toMatch(/^[A-Z].+\.$/);
    expect(source.length).toBeGreaterThan(5);
    if (level === 'MUST') expect(severity.enforce).toBe('error');
  });
});
