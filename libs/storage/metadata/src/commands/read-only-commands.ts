import type { ReadOnlyRow } from '../queries/queries.js';

export interface EnterReadOnly {
  /** Who says so; null: somebody without a name. */
  readonly by: string | null;
  readonly reason: string;
  readonly now?: number;
}

/** Notes that the registry takes no writes for now, also after a restart. Nothing is refused here: whoever writes asks (`findReadOnly`). */
export interface ReadOnlyCommands {
  /** Resolves with what is noted; a note that is there already stays as it is. */
  enterReadOnly(input: EnterReadOnly): Promise<ReadOnlyRow>;
  leaveReadOnly(input: { readonly now?: number }): Promise<{ readonly left: boolean }>;
}
