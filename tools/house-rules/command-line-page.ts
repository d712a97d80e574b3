import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../apps/registry/src/cli/command-line.js';
import { table } from './markdown.js';

const COMMANDS = [
  'backup',
  'collect',
  'explain-access',
  'hash-password',
  'move-store',
  'read-only',
  'restore',
  'verify',
];

interface FindingEntry {
  severity: string;
  sentence: string;
}

/** What `--help` prints, for the programme (empty name) and for each command. */
export async function readHelp(): Promise<Map<string, string>> {
  const helps = new Map<string, string>();
  for (const command of ['', ...COMMANDS]) {
    const out = new PassThrough();
    const args = [command, '--help'].filter(Boolean);
    await runCommandLine(args, { input: new PassThrough(), out, err: new PassThrough(), environment: {} });
    helps.set(command, String(out.read()).trimEnd());
  }
  return helps;
}

/** docs/reference/command-line.md: what `margo-registry` understands. */
export function commandLinePage(
  helps: ReadonlyMap<string, string>,
  findings: Readonly<Record<string, FindingEntry>>,
): string {
  const paragraphs = [...helps].map(([command, text]) => {
    const title = command === '' ? '## margo-registry' : `## margo-registry ${command}`;
    return `${title}\n\n\`\`\`text\n${text}\n\`\`\``;
  });
  const rows = Object.entries(findings).map(([kind, entry]) => [
    `\`${kind}\``,
    entry.severity,
    entry.sentence,
  ]);
  return [
    '# Command line',
    '',
    'Administration of a registry’s stores. In a clone, after `npm run build`: `node apps/registry/dist/cli/main.js`; where the',
    'npm package is installed: `margo-registry`. Results go to stdout, progress and complaints to stderr.',
    '',
    paragraphs.join('\n\n'),
    '',
    '### What verify finds',
    '',
    table(['kind', 'severity', 'sentence'], rows),
    '',
    'With `--json`, each finding is one object with `kind`, `severity`, `sentence` and, where they apply, `digest`,',
    '`repositories` (some of those that have it), `location`, `size`, `manifest`, `count` and `repaired`. The last line is',
    '`{"summary":{"blobs","bytes","manifests","faults","notes","repaired"}}`.',
    '',
    '### What collect answers',
    '',
    'With `--format json`, the report of `POST /api/v1/maintenance/collect` as one object: `dryRun`, `complete`, `milliseconds`,',
    '`totals` by kind, `bytes`, and `collected`, the first thousand of `kind`, `digest`, `repository`, `bytes` and `why`.',
    '',
    '### What move-store answers',
    '',
    'With `--json`, one object: `facts` (how many of each are in the target), `blobs` (`copied`, `skipped` because a former run',
    'had copied them, `bytes`), `damaged` (a list of `kind`, `digest`, `damage` and `repositories`), `tagsLeftBehind` (tags of',
    'damaged manifests) and `uploadsLeftBehind`.',
    '',
  ].join('\n');
}
