import { renderSettingsReport } from '@margo-registry/settings';
import type { Command } from 'commander';
import { checkSettings } from '../../settings-check.js';
import { registrySchema } from '../../settings-schema.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';

const CHECK_HELP = `
Reads the file and the environment as a start does, and goes on until a start would
open its stores: the files of certificates and accounts are read, and a driver's npm
package is loaded. No store is touched, nothing listens, and the registry may run.

Without a file: what REGISTRY_SETTINGS and the environment say. The environment wins
over the file, so run it where the registry runs, such as
docker compose run --rm registry margo-registry settings check.

Exit code 0: a start would go on; 78: faults, all of them listed.

Example:
  $ margo-registry settings check registry.yaml`;

const SCHEMA_HELP = `
The schema judges a file alone, for editors and for review. What the environment says,
and what several keys mean together, is found by settings check.

Example:
  $ margo-registry settings schema > registry.schema.json`;

export function addSettings(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const settings = program.command('settings').description('Looks at the settings without a start.');
  settings
    .command('check')
    .summary('say everything that is wrong, or what the registry would run with')
    .description('Says everything that is wrong with the settings, or each value and where it comes from.')
    .argument('[file]', 'YAML file of settings (default: what REGISTRY_SETTINGS names)')
    .addOption(formatOption('the result'))
    .addHelpText('after', CHECK_HELP)
    .action(async (file: string | undefined, { format }: { format: OutputFormat }) => {
      const report = await checkSettings({
        ...terminal.environment,
        ...(file && { REGISTRY_SETTINGS: file }),
      });
      terminal.out.write(renderSettingsReport(report, format, 'the registry'));
      end(report.faults.length > 0 ? EXIT.configuration : EXIT.fine);
    });
  settings
    .command('schema')
    .summary('print the JSON Schema of the settings file')
    .description('Prints the JSON Schema (draft 2020-12) of the settings file.')
    .addHelpText('after', SCHEMA_HELP)
    .action(() => void terminal.out.write(`${JSON.stringify(registrySchema(), null, 2)}\n`));
}
