import type { Span } from './fault.js';

/** A key of a mapping with its value. */
export interface YamlEntry {
  readonly key: Span;
  readonly value: YamlValue;
}

/** A value with the places of its parts. Where the document has an alias, the value is the very one it stands for. */
export interface YamlValue {
  readonly span: Span;
  /** The same as plain data; parts are shared where the document has aliases. */
  readonly plain: unknown;
  /** Of a scalar, its text in the document without quotes: `1.10` is a number whose text is not "1.1". */
  readonly source?: string;
  /** Of a mapping. */
  readonly entries?: ReadonlyMap<string, YamlEntry>;
  /** Of a list. */
  readonly items?: readonly YamlValue[];
  /** What it costs a reader, with aliases counted as what they stand for. */
  readonly cost: Cost;
}

export interface Cost {
  readonly values: number;
  readonly characters: number;
  readonly depth: number;
}

export function costOf(own: string, parts: readonly Cost[] = []): Cost {
  return {
    values: parts.reduce((sum, { values }) => sum + values, 1),
    characters: parts.reduce((sum, { characters }) => sum + characters, own.length),
    depth: parts.reduce((most, { depth }) => Math.max(most, depth), 0) + 1,
  };
}
