import type { Path } from '../path.js';
import type { Span } from './fault.js';
import type { YamlValue } from './value.js';

/** A place in a text: line and column from 1, columns and length in UTF-16 code units of that line. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The text of a description and where its values are, for excerpts. */
export class DescriptionSource {
  private readonly lineStarts: number[];

  constructor(
    readonly text: string,
    private readonly root?: YamlValue,
  ) {
    this.lineStarts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.lineStarts.push(at + 1);
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** Text of a line, counted from 1, without its line break; empty beyond the last one. */
  line(number: number): string {
    const start = this.lineStarts[number - 1] ?? this.text.length;
    const end = this.lineStarts[number] ?? this.text.length;
    return this.text.slice(start, this.withoutBreak(start, end));
  }

  /** Where a path's value is, or its key; of a place that does not exist, the nearest one around it. */
  locate(path: Path, prefer: 'key' | 'value' = 'value'): Position | undefined {
    const span = this.root && findSpan(this.root, path, prefer);
    return span && this.position(span);
  }

  position({ start, end }: Span): Position {
    const line = this.lineOf(start);
    const column = start - (this.lineStarts[line - 1] ?? 0) + 1;
    const rest = this.line(line).length - column + 1;
    return { line, column, length: Math.max(1, Math.min(end - start, rest)) };
  }

  private withoutBreak(start: number, end: number): number {
    const behindFeed = end > start && this.text[end - 1] === '\n' ? end - 1 : end;
    return behindFeed > start && this.text[behindFeed - 1] === '\r' ? behindFeed - 1 : behindFeed;
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

function findSpan(root: YamlValue, path: Path, prefer: 'key' | 'value'): Span {
  let value = root;
  let key: Span | undefined;
  for (const step of path) {
    const entry = typeof step === 'number' ? value.items?.[step] : value.entries?.get(step);
    // Something is missing here: what it is missing from is named by its key.
    if (!entry) return key ?? { start: value.span.start, end: value.span.start + 1 };
    key = 'key' in entry ? entry.key : undefined;
    value = 'key' in entry ? entry.value : entry;
  }
  return prefer === 'key' && key ? key : value.span;
}
