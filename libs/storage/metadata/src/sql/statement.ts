import type { Lock } from './lock.js';

/** What a column can hold on every engine. Times are milliseconds since 1970, JSON is text, booleans do not occur. */
export type SqlValue = string | number | Uint8Array | null;

/** `column ${anyOf(values)}`: true where the column is one of them. One parameter, however many values. */
export class AnyOf {
  constructor(readonly values: readonly string[]) {}
}

/** `VALUES ${rows([[…], […]])}`: at least one row, all of the same width. */
export class Rows {
  constructor(readonly rows: readonly (readonly SqlValue[])[]) {}
}

export type StatementPart = SqlValue | AnyOf | Rows | Lock;

/** SQL text with its values apart; an engine puts its own placeholders between `strings`, which are the same array on every call. */
export interface Statement {
  readonly strings: readonly string[];
  readonly values: readonly StatementPart[];
}

/** Tag of a template: values become parameters, never text. */
export function sql(strings: TemplateStringsArray, ...values: readonly StatementPart[]): Statement {
  return { strings, values };
}

export function anyOf(values: readonly string[]): AnyOf {
  return new AnyOf(values);
}

export function rows(list: readonly (readonly SqlValue[])[]): Rows {
  return new Rows(list);
}

/** Slices for {@link rows}, because engines limit the parameters of one statement. */
export function slices<T>(list: readonly T[], size: number): readonly T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
