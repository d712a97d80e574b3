import type { Command } from 'commander';
import { readIdentitiesFile } from '../identities/read-identities.js';
import type { Terminal } from './terminal.js';

/** `margo-mock-auth check`: whether a file of identities can be used, without serving it. */
export function addCheck(program: Command, { out }: Terminal): void {
  program
    .command('check')
    .description('say everything that is wrong with a file of identities')
    .argument('<identities>', 'the YAML file')
    .action(async (path: string) => {
      const { lists } = await readIdentitiesFile(path);
      const counts = [
        `${lists.clients.length} clients`,
        `${lists.users.length} users`,
        `${lists.workloads.length} workloads`,
        `${lists.trustDomains.length} trust domains`,
      ];
      out.write(`${path} is good: ${counts.join(', ')}.\n`);
    });
}
