import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { findNode } from './find-node.js';
import { SettingsError, type Fault, type Position } from './settings-error.js';

/** The sections of a settings file as plain data, not yet judged. */
export type FileSections = Readonly<Record<string, unknown>>;

/** Knows where the keys of a file stand. */
export interface Positions {
  /** Where a key such as `http.port` or `repositories[0].pattern` stands, else what is nearest above it. */
  findPosition(key: string): Position | undefined;
}

/** A settings file that was read; without a path it holds nothing. */
export interface SettingsFile extends Positions {
  readonly sections: FileSections;
}

/**
 * Reads a YAML settings file; no path means no file.
 * @param variable the environment variable that names the file, for the faults
 * @throws SettingsError when the file cannot be read, is not YAML, or is not a mapping
 */
export async function readSettingsFile(path: string | undefined, variable: string): Promise<SettingsFile> {
  if (!path) return { sections: {}, findPosition: () => undefined };
  const refuse = (fault: string, position?: Position): Fault => ({
    variable,
    key: path,
    fault: `the settings file "${path}" ${fault}`,
    from: 'environment',
    ...(position && { position }),
  });
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new SettingsError([refuse(`cannot be read (${cause.message})`)]);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  };
  if (document.errors.length > 0)
    throw new SettingsError(
      document.errors.map(({ message, pos }) => refuse(`is not YAML: ${firstLine(message)}`, at(pos[0]))),
    );
  const sections = sectionsOf(document, refuse);
  return {
    sections,
    findPosition: (key) => {
      const offset = findNode(document, key)?.range?.[0];
      return offset === undefined ? undefined : at(offset);
    },
  };
}

function sectionsOf(document: Document.Parsed, refuse: (fault: string) => Fault): FileSections {
  const content = plain(document, refuse);
  if (content === null || content === undefined) return {};
  if (!isMapping(content)) throw new SettingsError([refuse('must be a mapping of sections')]);
  return content;
}

/** Aliases are followed here: one that leads nowhere, or to more than a file can hold, is found only now. */
function plain(document: Document.Parsed, refuse: (fault: string) => Fault): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new SettingsError([refuse(`is not YAML: ${firstLine((cause as Error).message)}`)]);
  }
}

/** The same faults, each that stands in the file with its place there. */
export function locate(faults: readonly Fault[], positions: Positions | undefined): Fault[] {
  return faults.map((fault) => {
    const position = fault.from === 'file' ? positions?.findPosition(fault.key) : undefined;
    return fault.position || !position ? fault : { ...fault, position };
  });
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Without the place, which stands beside the sentence.
const firstLine = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/:$/, '').replace(/ at line \d+, column \d+$/, '');
