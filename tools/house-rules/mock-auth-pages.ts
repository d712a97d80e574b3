import { PassThrough } from 'node:stream';
import { describeSection, describeSettings, type SettingDescription } from '@margo-registry/settings';
import { runCommandLine } from '../../apps/mock-auth/src/cli/command-line.js';
import { HolderEntry, IdentitiesFile } from '../../apps/mock-auth/src/identities/identities-file.js';
import { MockAuthSettings, SETTINGS_PREFIX } from '../../apps/mock-auth/src/settings.js';
import { table } from './markdown.js';
import { mockAuthControlPage } from './mock-auth-control-page.js';
import { settingsPage, typeOf } from './settings-page.js';

const HOLDER_KEYS = new Set(describeSection(HolderEntry, '', '').map(({ key }) => key));
const COMMANDS = ['serve', 'check', 'settings', 'settings check', 'settings schema', 'token', 'mint'];

/** Everything in the settings and in the file of identities of the mock authorization server. */
export const mockAuthKeys: readonly SettingDescription[] = [
  ...describeSettings(MockAuthSettings, SETTINGS_PREFIX),
  ...describeSection(IdentitiesFile, '', ''),
];

/** The generated pages of the mock, by path. */
export async function mockAuthPages(): Promise<[path: string, text: string][]> {
  const settings = describeSettings(MockAuthSettings, SETTINGS_PREFIX);
  return [
    [
      'docs/reference/mock-auth-settings.md',
      settingsPage(settings, SETTINGS_PREFIX, 'Settings of the mock authorization server'),
    ],
    ['docs/reference/mock-auth-identities.md', identitiesPage()],
    ['docs/reference/mock-auth-control.md', mockAuthControlPage()],
    ['docs/reference/mock-auth-command-line.md', await commandLinePage()],
  ];
}

function identitiesPage(): string {
  const keys = describeSection(IdentitiesFile, '', '');
  const lists = keys.filter(({ key, type }) => type === 'structures' && !key.includes('[]'));
  const parts = lists.map(({ key, sentence }) => {
    const own = keys.filter((one) => one.key.startsWith(`${key}[].`));
    // What it is called comes before what all holders have.
    const inherited = (one: SettingDescription): number =>
      Number(HOLDER_KEYS.has(one.key.slice(key.length + 3)));
    const rows = own.sort((a, b) => inherited(a) - inherited(b)).map((one) => rowOf(one, key));
    return `## ${key}\n\n${sentence}\n\n${table(['key', 'type', 'default', 'what it does'], rows)}`;
  });
  return [
    '# Identities of the mock authorization server',
    '',
    'The YAML file that `MOCK_AUTH_IDENTITIES` names, and the JSON or YAML that the control API takes. Every list may be absent.',
    'All faults are reported together, each with its path. Clients and users share their names: one name logs in as one account.',
    '',
    parts.join('\n\n'),
    '',
  ].join('\n');
}

function rowOf(setting: SettingDescription, list: string): string[] {
  const { key, default: standard, sentence, example } = setting;
  const sentences = [sentence, example === undefined ? '' : `Example: \`${example}\`.`];
  return [
    `\`${key.slice(list.length + 3)}\``,
    typeOf(setting),
    standard === undefined ? '' : `\`${standard}\``,
    sentences.filter(Boolean).join(' '),
  ];
}

async function commandLinePage(): Promise<string> {
  const parts = [];
  for (const command of ['', ...COMMANDS]) {
    const out = new PassThrough();
    const args = [...command.split(' '), '--help'].filter(Boolean);
    await runCommandLine(args, { out, err: new PassThrough(), environment: {} });
    const title = command === '' ? '## margo-mock-auth' : `## margo-mock-auth ${command}`;
    parts.push(`${title}\n\n\`\`\`text\n${String(out.read()).trimEnd()}\n\`\`\``);
  }
  return [
    '# Command line of the mock authorization server',
    '',
    'In a clone, after `npm run build`: `node apps/mock-auth/dist/cli/main.js`; where the npm package is installed:',
    '`margo-mock-auth`. Without a command it serves.',
    '',
    parts.join('\n\n'),
    '',
  ].join('\n');
}
