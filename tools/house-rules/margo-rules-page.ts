import { type Rule } from '@margo-registry/margo';
import type { ShownExample } from './margo-examples.js';

const INTRODUCTION = `# Margo rules

What the registry and \`margo-check\` look for in a Margo package. Every finding names its rule and leads here. A rule is
refused, reported as a warning, or told as information, by the level that the registry works at: \`enforce\` or \`warn\`. At
\`warn\` everything is accepted, and the report says what \`enforce\` would refuse. Every example is a part of
a valid description or package, as it may stand and as it may not; both are tests.`;

/** docs/reference/margo-rules.md: every rule with its source and its examples, which are also its tests. */
export function margoRulesPage(
  rules: Readonly<Record<string, Rule>>,
  examples: readonly ShownExample[],
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

function renderExample({ rule, where, fails, findings, passes }: ShownExample): string {
  const messages = findings
    .filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `> ${severity}: ${escape(message)}`);
  return [`${where}, this breaks the rule:`, fails, messages.join('\n>\n'), 'This keeps it:', passes].join(
    '\n\n',
  );
}

function escape(message: string): string {
  return message.replaceAll(/([_*<>|])/g, '\\$1');
}
