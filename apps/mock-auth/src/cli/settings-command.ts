import { renderSettingsReport, REPORT_FORMATS } from '@margo-registry/settings';
import { Option, type Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.js';
import { checkSettings } from '../settings-check.js';
import { mockAuthSchema } from '../settings-schema.js';
import type { Terminal } from './terminal.js';

interface CheckOptions {
  readonly format: (typeof REPORT_FORMATS)[number];
}

/** `margo-mock-auth settings check` and `settings schema`: the settings without serving. */
export function addSettings(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const { environment, out } = terminal;
  const settings = program.command('settings').description('look at the settings without serving');
  settings
    .command('check')
    .description('say everything that is wrong with the settings, or each value and where it comes from')
    .argument('[file]', 'YAML file of settings (default: what MOCK_AUTH_SETTINGS names)')
    .addOption(
      new Option('--format <format>', 'how to print the result').choices(REPORT_FORMATS).default('text'),
    )
    .action(async (file: string | undefined, { format }: CheckOptions) => {
      const report = await checkSettings({ ...environment, ...(file && { MOCK_AUTH_SETTINGS: file }) });
      out.write(renderSettingsReport(report, format, 'margo-mock-auth'));
      end(report.faults.length > 0 ? EXIT.configuration : EXIT.fine);
    });
  settings
    .command('schema')
    .description('print the JSON Schema (draft 2020-12) of the settings file')
    .action(() => void out.write(`${JSON.stringify(mockAuthSchema(), null, 2)}\n`));
}
