import { isRepositoryName } from '@margo-registry/oci';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { explainAccess, type Explanation } from '../../access/explanation.js';
import type { Action } from '../../access/rights/action.js';
import { LocalPolicy } from '../../access/rights/local-policy.js';
import type { Need } from '../../access/rights/need.js';
import { readSetUp, type SetUp } from '../../set-up.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { readTokenFile } from '../token-file.js';
import { tokensFor } from './tokens-for.js';

interface ExplainOptions {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly repository?: string;
  readonly action: Action;
  readonly settings?: string;
  readonly format: OutputFormat;
}

const HELP = `
Goes the way of a request with this token: it is verified with the settings of the
registry (which may ask the authorization server), its rights are compared with the
rules, and the answer is what a client would get. Nothing is changed, and the registry
need not run. Without a token: what somebody without one may do.

A token on the command line is seen by other users of the machine and stays in the
history of the shell: prefer --token-file.

Exit code 0: allowed; 1: refused, and the reason is printed; 78: the settings cannot
be used.

Examples:
  $ margo-registry explain-access --token-file t --repository acme/pump --action push
  $ margo-registry explain-access --repository public/pump --format json`;

export function addExplainAccess(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('explain-access')
    .summary('tell what a token may do, and why')
    .description('Tells what a token may do with a repository, and why.')
    .addOption(new Option('--token <token>', 'the token').conflicts('tokenFile'))
    .option('--token-file <file>', 'file with the token')
    .option('--repository <name>', 'the repository; without one: all of them', parseRepository)
    .addOption(
      new Option('--action <action>', 'what is to be done; admin on all repositories is maintenance')
        .choices(['pull', 'push', 'delete', 'admin'])
        .default('pull'),
    )
    .option(
      '--settings <file>',
      "the registry's settings file; the environment counts too, as it does for the registry (default: REGISTRY_SETTINGS)",
    )
    .addOption(formatOption('the answer'))
    .addHelpText('after', HELP)
    .action(async (options: ExplainOptions) => end(await runExplainAccess(options, terminal)));
}

function parseRepository(text: string): string {
  if (isRepositoryName(text)) return text;
  throw new InvalidArgumentError('Write the name of a repository, such as acme/pump.');
}

async function runExplainAccess(options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const { settings: file, format } = options;
  const setUp = await readSetUp({ ...terminal.environment, ...(file && { REGISTRY_SETTINGS: file }) });
  for (const warning of setUp.warnings) terminal.err.write(`warning: ${warning}\n`);
  const explanation = await explain(options, setUp);
  terminal.out.write(format === 'json' ? `${JSON.stringify(explanation)}\n` : describe(explanation));
  return explanation.status === 200 ? EXIT.fine : EXIT.failed;
}

async function explain(options: ExplainOptions, setUp: SetUp): Promise<Explanation> {
  const { access } = setUp.settings;
  if (access.mode === 'none')
    return { decision: 'allowed', status: 200, reason: 'mode none: everybody is admin', subject: null };
  const token = options.tokenFile === undefined ? options.token : await readTokenFile(options.tokenFile);
  const tokens = await tokensFor(setUp, token);
  return explainAccess({ need: needOf(options), token }, tokens, new LocalPolicy(access));
}

/** As a request of the protocol needs it: who pushes reads too (AUTH-12). */
function needOf({ action, repository }: ExplainOptions): Need {
  if (repository === undefined) return { kind: 'registry', action };
  return { kind: 'repository', repository, actions: action === 'push' ? ['pull', 'push'] : [action] };
}

function describe(explanation: Explanation): string {
  const { decision, status, reason, subject, ...rest } = explanation;
  const lines = {
    decision: status === 200 ? decision : `${decision} (${status})`,
    reason,
    caller: subject ?? 'nobody known',
    ...rest,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${`${name}:`.padEnd(11)} ${value}\n`)
    .join('');
}
