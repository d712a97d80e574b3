import { checkDescription, type Finding, type Rule } from '@margo-registry/margo';
import { columnOf, replacePart, type RuleExample } from '@margo-registry/margo/testing';

const INTRODUCTION = `# Margo rules

What the registry and \`margo-check\` look for in a Margo package. Every finding names its rule and leads here. A rule is
refused, reported as a warning, or told as information, by the level that the registry works at: \`enforce\` or \`warn\`. At
\`warn\` everything is accepted, and the report says what \`enforce\` would refuse. Every example is a part of a valid
description, as it may stand and as it may not; both are tests.`;

/** docs/reference/margo-rules.md: every rule with its source and its examples, which are also its tests. */
export function margoRulesPage(
  rules: Readonly<Record<string, Rule>>,
  examples: readonly RuleExample[],
): string {
  const sections = Object.entries(rules).map(([id, rule]) =>
    [
      `## ${id}`,
      rule.title,
      `${rule.level}, at \`enforce\` ${rule.severity.enforce}, at \`warn\` ${rule.severity.warn}. Source: ${rule.source}.`,
      ...examples.filter((example) => example.rule === id).map(renderExample),
    ].join('\n\n'),
  );
  return [INTRODUCTION, ...sections].join('\n\n') + '\n';
}

function renderExample(example: RuleExample): string {
  const { profile, part, fails, passes = part, tag } = example;
  const pushed = tag === undefined ? '' : `, pushed as \`${tag}\``;
  const messages = findingsOf(example).map(({ severity, message }) => `> ${severity}: ${escape(message)}`);
  return [
    `In ${profile}${pushed}, this breaks the rule:`,
    renderPart(fails, columnOf(example)),
    messages.join('\n>\n'),
    'This keeps it:',
    renderPart(passes, columnOf(example)),
  ].join('\n\n');
}

function findingsOf(example: RuleExample): Finding[] {
  const { rule, fails, tag } = example;
  const bytes = new TextEncoder().encode(replacePart(example, fails));
  const report = checkDescription(bytes, { profile: 'auto', tag });
  return report.findings.filter((finding) => finding.rule === rule);
}

/** A part as a block of its own: indented as in the description, without what all its lines are indented by. */
function renderPart(part: string, column: number): string {
  if (part.trim() === '') return '*the part is left out*';
  const lines = `${' '.repeat(column)}${part.replace(/\n$/, '')}`.split('\n');
  const least = Math.min(...lines.map((line) => line.search(/\S/)));
  return ['```yaml', ...lines.map((line) => line.slice(least)), '```'].join('\n');
}

function escape(message: string): string {
  return message.replaceAll(/([_*<>|])/g, '\\$1');
}
