import { checkDescription, checkPackage, type Finding, type RuleId } from '@margo-registry/margo';
import {
  DESCRIPTION_EXAMPLES,
  PACKAGE_EXAMPLES,
  changedPackage,
  columnOf,
  optionsOf,
  replacePart,
  type PackageChange,
  type PackageExample,
  type RuleExample,
} from '@margo-registry/margo/testing';

/** An example of a rule as its page shows it: blocks of Markdown, and what the check says of the broken one. */
export interface ShownExample {
  readonly rule: RuleId;
  /** Begins the sentence: where the example is from. */
  readonly where: string;
  readonly fails: string;
  readonly passes: string;
  readonly findings: readonly Finding[];
}

/** Every example of every rule. */
export async function listShownExamples(): Promise<ShownExample[]> {
  return [
    ...DESCRIPTION_EXAMPLES.map(showDescription),
    ...(await Promise.all(PACKAGE_EXAMPLES.map(showPackage))),
  ];
}

function showDescription(example: RuleExample): ShownExample {
  const { rule, profile, part, fails, passes = part, tag } = example;
  const bytes = new TextEncoder().encode(replacePart(example, fails));
  const column = columnOf(example);
  return {
    rule,
    where: `In ${profile}${tag === undefined ? '' : `, pushed as \`${tag}\``}`,
    fails: block('yaml', fails, column),
    passes: block('yaml', passes, column),
    findings: checkDescription(bytes, { profile: 'auto', tag }).findings,
  };
}

async function showPackage({ rule, fails, passes, tags }: PackageExample): Promise<ShownExample> {
  const { findings } = await checkPackage(changedPackage(fails), optionsOf(tags?.fails));
  const kept = passes ?? fails.map((change) => ({ ...change, by: change.part }));
  return {
    rule,
    where: 'In a package',
    fails: tags === undefined ? showChanges(fails) : showTags(tags.fails),
    passes: tags === undefined ? showChanges(kept) : showTags(tags.passes),
    findings,
  };
}

function showTags(tags: readonly string[]): string {
  return `metadata.version \`2.4.0\`, pushed as ${tags.map((tag) => `\`${tag}\``).join(' and ')}`;
}

function showChanges(changes: readonly PackageChange[]): string {
  return changes.map((change) => `${nameOf(change.in)}:\n\n${showContent(change)}`).join('\n\n');
}

function nameOf(place: PackageChange['in']): string {
  return place === 'manifest' || place === 'description'
    ? `the ${place}`
    : `the file of the layer \`${place}\``;
}

function showContent({ in: place, by }: PackageChange): string {
  if (place === 'manifest') return block('json', by, 0);
  if (place === 'description') return block('yaml', by, 0);
  return block('text', /[^\x20-\x7e\n]/.test(by) ? JSON.stringify(by) : by, 0);
}

/** A part as a block of its own: indented as in its document, without what all its lines are indented by. */
function block(language: string, part: string, column: number): string {
  if (part.trim() === '') return '*the part is left out*';
  const lines = `${' '.repeat(column)}${part.replace(/^\n+|\n+$/g, '')}`.split('\n');
  const least = Math.min(...lines.map((line) => line.search(/\S/)).filter((indent) => indent >= 0));
  return ['```' + language, ...lines.map((line) => line.slice(least)), '```'].join('\n');
}
