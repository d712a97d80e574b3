import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { SettingsError } from './settings-error.js';
import { variableOf } from './variable.js';

/** The sections of a settings file as plain data, not yet judged. */
export type FileSections = Readonly<Record<string, unknown>>;

/**
 * Reads a YAML settings file; no path means no file.
 * @throws SettingsError when the file cannot be read, is not YAML, or is not a mapping
 */
export async function readSettingsFile(path: string | undefined, prefix: string): Promise<FileSections> {
  if (!path) return {};
  const refuse = (fault: string): SettingsError =>
    new SettingsError([
      { variable: variableOf(prefix, '', 'settings'), key: path, fault, from: 'environment' },
    ]);
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw refuse(`the settings file "${path}" cannot be read (${cause.message})`);
  });
  const document = parseDocument(text);
  if (document.errors.length > 0)
    throw refuse(
      `the settings file "${path}" is not YAML: ${document.errors.map((error) => firstLine(error.message)).join('; ')}`,
    );
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return {};
  if (!isMapping(content)) throw refuse(`the settings file "${path}" must be a mapping of sections`);
  return content;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/:$/, '') ?? '';
