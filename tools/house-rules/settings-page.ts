import type { SettingDescription } from '@margo-registry/settings';
import { table } from './markdown.js';

/** docs/reference/settings.md: every setting of an app, by section. */
export function settingsPage(
  settings: readonly SettingDescription[],
  prefix: string,
  title = 'Settings',
): string {
  const sections = [...new Set(settings.map(({ section }) => section))].sort(
    (a, b) => Number(a === '') - Number(b === ''),
  );
  const parts = sections.map((section) => {
    const rows = settings.filter((setting) => setting.section === section).map(rowOf);
    return `## ${section || 'At the top of the file'}\n\n${table(['variable', 'in the file', 'type', 'default', 'what it does'], rows)}`;
  });
  return [
    `# ${title}`,
    '',
    `A setting is read from its environment variable, else from the YAML file that \`${prefix}_SETTINGS\` names, else it has its`,
    'default. All faults are reported together and the process ends with exit code 78. An unknown key in the file is a fault; an',
    `unknown variable that begins with \`${prefix}_\` is a warning. An empty variable counts as unset.`,
    '',
    'Sizes are written `4096`, `32KiB`, `10MiB`, `1GiB`; times `500ms`, `10s`, `15m`, `24h`, `7d`; lists in the environment with',
    'commas. A secret may also be read from a file that its variable with `_FILE` at the end names.',
    '',
    parts.join('\n\n'),
    '',
  ].join('\n');
}

function rowOf(setting: SettingDescription): string[] {
  const { variable, key, default: standard, sentence, example, secret } = setting;
  const sentences = [sentence, example === undefined ? '' : `Example: \`${example}\`.`];
  return [
    variable ? `\`${variable}\`${secret ? `, \`${variable}_FILE\`` : ''}` : 'only in the file',
    `\`${key}\``,
    typeOf(setting),
    standard === undefined ? '' : `\`${standard}\``,
    sentences.filter(Boolean).join(' '),
  ];
}

const TYPES: Readonly<Record<SettingDescription['type'], string>> = {
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  bytes: 'size',
  duration: 'time',
  list: 'list',
  structures: 'list of structures',
};

/** What kind of value it is, and which words it may be. */
export function typeOf({ type, allowed, secret, unit }: SettingDescription): string {
  const words = allowed.map((word) => `\`${word}\``);
  const free = type === 'bytes' || type === 'duration' || words.length === 0;
  const name = [...(free ? [TYPES[type]] : []), ...words].join(', ');
  return `${name}${unit ? ` (${unit})` : ''}${secret ? ', secret' : ''}`;
}
