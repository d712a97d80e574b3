import type { Command } from 'commander';
import { serve } from '../serve.js';
import type { Terminal } from './terminal.js';

/** Options of the command, by the variable that says the same. */
const VARIABLES = {
  host: 'MOCK_AUTH_HTTP_HOST',
  port: 'MOCK_AUTH_HTTP_PORT',
  issuer: 'MOCK_AUTH_ISSUER',
  identities: 'MOCK_AUTH_IDENTITIES',
  settings: 'MOCK_AUTH_SETTINGS',
  logLevel: 'MOCK_AUTH_LOG_LEVEL',
} as const;

type Options = Partial<Record<keyof typeof VARIABLES, string>>;

/** `margo-mock-auth serve`, which is also what it does without a command. */
export function addServe(program: Command, { environment, err }: Terminal): void {
  program
    .command('serve', { isDefault: true })
    .description('serve until it is told to stop; every option wins over its MOCK_AUTH_ variable')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <number>', 'TCP port; 0 takes a free one (5001)')
    .option('--issuer <url>', 'issuer of every token; else the address by which the caller asks')
    .option('--identities <file>', 'YAML file of clients and users; else the development identities')
    .option('--settings <file>', 'YAML file of settings')
    .option('--log-level <level>', 'least severity that is written (info)')
    .action(async (options: Options) => {
      const given = Object.entries(VARIABLES).map(([name, variable]) => [
        variable,
        options[name as keyof Options],
      ]);
      const overrides = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >;
      await serve({ ...environment, ...overrides }, err);
    });
}
