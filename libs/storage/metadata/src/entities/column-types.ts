import type { ColumnType } from 'typeorm';

/** How one engine spells the column types that entities use. */
export interface ColumnTypes {
  /** Compared and sorted byte by byte. */
  readonly text: { readonly type: ColumnType; readonly collation?: string };
  /** 64 bits: sizes, times in milliseconds since 1970, row ids. */
  readonly integer: ColumnType;
  readonly bytes: ColumnType;
  /** Small rows live in the tree of their primary key, where the engine can. */
  readonly withoutRowid: boolean;
}
