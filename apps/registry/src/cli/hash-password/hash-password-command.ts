import { hash, truncates } from 'bcryptjs';
import { InvalidArgumentError, type Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { readPassword } from './password-input.js';

/** What an htpasswd file may hold; `access/token-service/htpasswd.ts` refuses others. */
const COSTS = { least: 8, most: 14, usual: 10 };

const HELP = `
Prints one line for the file that access.htpasswd names: the account and the bcrypt
hash of its password. On a terminal the password is asked for and not shown;
otherwise it is what stands on stdin, without the line end. It is never a parameter,
where other users of the machine would see it.

A running registry reads the file again by itself. One line per account: replace an
account's old line.

Examples:
  $ margo-registry hash-password alice >> /etc/margo/htpasswd
  $ margo-registry hash-password robot < password.txt >> /etc/margo/htpasswd`;

export function addHashPassword(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('hash-password')
    .summary('make the line of a local account for the htpasswd file')
    .description('Makes the line of a local account for the htpasswd file.')
    .argument('<account>', 'name of the account', parseAccount)
    .option(
      '--cost <number>',
      `what a login costs: 2 to the power of it, ${COSTS.least} to ${COSTS.most}`,
      parseCost,
      COSTS.usual,
    )
    .addHelpText('after', HELP)
    .action(async (account: string, { cost }: { cost: number }) =>
      end(await runHashPassword(account, cost, terminal)),
    );
}

function parseAccount(text: string): string {
  if (/^[^:#\s\p{Cc}][^:\p{Cc}]{0,255}$/u.test(text) && text === text.trim()) return text;
  throw new InvalidArgumentError('A name has 1 to 256 characters, no colon, and does not begin with "#".');
}

function parseCost(text: string): number {
  const cost = Number(text);
  if (Number.isInteger(cost) && cost >= COSTS.least && cost <= COSTS.most) return cost;
  throw new InvalidArgumentError(`Write a whole number from ${COSTS.least} to ${COSTS.most}.`);
}

async function runHashPassword(account: string, cost: number, terminal: Terminal): Promise<ExitCode> {
  const password = await readPassword(terminal, `Password of ${account}: `);
  const fault = findFault(password);
  if (fault !== undefined) {
    terminal.err.write(`${fault}\n`);
    return EXIT.failed;
  }
  terminal.out.write(`${account}:${await hash(password, cost)}\n`);
  return EXIT.fine;
}

function findFault(password: string): string | undefined {
  if (password === '') return 'The password is empty. Type one, or send it to stdin.';
  if (/\p{Cc}/u.test(password)) return 'The password has control characters, which no client can send.';
  return truncates(password)
    ? 'The password is longer than 72 bytes, and bcrypt leaves out the rest. Shorten it.'
    : undefined;
}
