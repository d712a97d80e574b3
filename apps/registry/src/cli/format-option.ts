import { Option } from 'commander';

const FORMATS = ['text', 'json'] as const;
export type OutputFormat = (typeof FORMATS)[number];

/** `--format text|json`, the same for every command that has a result. */
export function formatOption(what: string): Option {
  return new Option('--format <format>', `how to print ${what}`).choices(FORMATS).default('text');
}
