import {
  checkComponent,
  checkDescription,
  checkPackage,
  type Finding,
  type RuleId,
} from '@margo-registry/margo';
import {
  COMPONENT_EXAMPLES,
  DESCRIPTION_EXAMPLES,
  changedComponent,
  type ComponentChange,
  type ComponentExample,
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
    ...(await Promise.all(COMPONENT_EXAMPLES.map(showComponent))),
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

async function showComponent({ of, rule, fails, passes }: ComponentExample): Promise<ShownExample> {
  const tags = fails.tag === undefined ? [] : [fails.tag];
  const checked = await checkComponent(changedComponent(of, fails), { level: 'enforce', tags });
  return {
    rule,
    where: of === 'compose' ? 'In a Compose component' : 'In a Helm chart',
    fails: showComponentChange(fails),
    passes: passes === undefined ? showComponentChange(restored(fails)) : showComponentChange(passes),
    findings: checked?.findings ?? [],
  };
}

/** What stands there without the change; an entry less is not there, an entry more is. */
function restored({ manifest, file, entry, without }: ComponentChange): ComponentChange {
  return {
    ...(manifest === undefined ? {} : { manifest: [manifest[0], manifest[0]] }),
    ...(file === undefined ? {} : { file: [file[0], file[1], file[1]] }),
    ...(entry === undefined ? {} : { without: entry.path }),
    ...(without === undefined ? {} : { entry: { path: without } }),
  };
}

function showComponentChange({ manifest, file, entry, without, tag }: ComponentChange): string {
  return [
    ...(manifest === undefined ? [] : [`the manifest:\n\n${block('json', manifest[1], 0)}`]),
    ...(file === undefined ? [] : [`\`${file[0]}\`:\n\n${block('yaml', file[2], 0)}`]),
    ...(without === undefined ? [] : [`the archive has no \`${without}\``]),
    ...(entry === undefined ? [] : [`the archive has ${showEntry(entry)}`]),
    ...(tag === undefined ? [] : [`pushed as \`${tag}\``]),
  ].join('\n\n');
}

const ENTRY_TYPES: Readonly<Record<string, string>> = {
  '1': 'the hard link',
  '2': 'the symbolic link',
  '6': 'the pipe',
};

function showEntry({ path, flag = '0', mode, target }: NonNullable<ComponentChange['entry']>): string {
  const type = ENTRY_TYPES[flag] ?? 'the entry';
  const bits = mode === undefined ? '' : ` with the mode \`0${mode.toString(8)}\``;
  return `${type} \`${path}\`${target === undefined ? '' : `, which points to \`${target}\``}${bits}`;
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
