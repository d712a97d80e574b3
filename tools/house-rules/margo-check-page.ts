import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../apps/margo-check/src/command-line.js';

const COMMANDS = ['', 'check', 'push'];

/** docs/reference/margo-check.md: what `margo-check` understands. */
export async function margoCheckPage(): Promise<string> {
  const sections = await Promise.all(
    COMMANDS.map(async (command) => {
      const title = command === '' ? '## margo-check' : `## margo-check ${command}`;
      return `${title}\n\n\`\`\`text\n${await readHelp(command)}\n\`\`\``;
    }),
  );
  return `${[INTRODUCTION, ...sections, OUTPUT].join('\n\n')}\n`;
}

async function readHelp(command: string): Promise<string> {
  const out = new PassThrough();
  const args = [command, '--help'].filter(Boolean);
  await runCommandLine(args, { out, err: new PassThrough(), environment: {} });
  return String(out.read()).trimEnd();
}

const INTRODUCTION = `# margo-check

Checks a Margo application package as a registry does, and pushes one from a folder. \`check\` is the command where none is
named. The report goes to stdout, progress and complaints to stderr.`;

const OUTPUT = `## What --format json prints

One object: \`subject\`, \`digest\` of the manifest, \`tags\`, \`profile\` (null where none was recognised), \`level\`,
\`acceptable\`, \`application\` with \`id\` and \`version\` (or null), \`counts\` by severity, \`findings\`, and \`leftOut\`, the files
of a folder that are no part of the package. A finding has \`rule\`, \`severity\`, \`message\`, \`document\` (\`description\`,
\`manifest\`, \`resource\` or \`component\`), \`path\`, \`link\`, and where the source has the place \`line\`, \`column\` and \`length\`.`;
