import type { Command } from 'commander';
import { PATHS } from '../http/endpoints.js';
import { postTo } from './request.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly url: string;
  readonly client: string;
  readonly secret?: string;
  readonly scope?: string;
  readonly audience?: string;
}

/** `margo-mock-auth token`: a client's token on stdout, for `curl -H "Authorization: Bearer $(…)"`. */
export function addToken(program: Command, { out }: Terminal): void {
  program
    .command('token')
    .description('print an access token of a client of a mock that runs')
    .option('--url <url>', 'the mock, with the issuer if it is not the root one', 'http://127.0.0.1:5001')
    .option('--client <id>', 'the client', 'wfm')
    .option('--secret <secret>', 'its secret (<client>-secret, as in the development identities)')
    .option('--scope <scopes>', 'scopes, separated by spaces; all that the client holds where absent')
    .option('--audience <name>', 'for whom the token is')
    .action(async (options: Options) => {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.client,
        client_secret: options.secret ?? `${options.client}-secret`,
      });
      if (options.scope) form.set('scope', options.scope);
      if (options.audience) form.set('audience', options.audience);
      const answer = await postTo(`${options.url.replace(/\/$/, '')}${PATHS.token}`, { body: form });
      out.write(`${String(answer.access_token)}\n`);
    });
}
