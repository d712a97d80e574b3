import { PROFILES, type ValidationLevel } from '@margo-registry/margo';
import { Option, type Command } from 'commander';

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What both commands understand. */
export interface CheckOptions {
  readonly format: ReportFormat;
  readonly profile: string;
  readonly level: ValidationLevel;
  readonly alias: readonly string[];
  readonly plainHttp: boolean;
}

export function addCheckOptions(command: Command): Command {
  const profiles = ['auto', ...PROFILES.map(({ name }) => name)];
  return command
    .addOption(new Option('--format <format>', 'of the report').choices(REPORT_FORMATS).default('text'))
    .addOption(new Option('--profile <profile>', 'of the description').choices(profiles).default('auto'))
    .addOption(
      new Option('--level <level>', 'as strict as a registry of this level')
        .choices(['enforce', 'warn'])
        .default('enforce'),
    )
    .option('--alias <tag...>', 'tags that need not be the version', ['latest'])
    .option('--plain-http', 'speak HTTP to the registry instead of HTTPS', false);
}
