import type { Command } from 'commander';
import { TOKEN_KINDS } from '../mint/recipes.js';
import { postTo } from './request.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly url: string;
  readonly subject?: string;
  readonly scope?: string;
  readonly audience?: string;
}

/** `margo-mock-auth mint`: a token of any kind on stdout, by the control API. */
export function addMint(program: Command, { out }: Terminal): void {
  program
    .command('mint')
    .description('print a token that is right or wrong in a chosen way, by a mock that runs')
    .argument('[kind]', `one of ${TOKEN_KINDS.join(', ')}`, 'valid')
    .option('--url <url>', 'the mock, with the issuer if it is not the root one', 'http://127.0.0.1:5001')
    .option('--subject <name>', 'its caller (wfm)')
    .option('--scope <scopes>', 'scopes, separated by spaces')
    .option('--audience <name>', 'for whom the token is')
    .action(async (kind: string, { url, ...wishes }: Options) => {
      const minted = await postTo(`${url.replace(/\/$/, '')}/control/tokens`, {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ kind, ...wishes }),
      });
      out.write(`${String(minted.token)}\n`);
    });
}
