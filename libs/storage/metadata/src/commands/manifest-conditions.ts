import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { RecordManifest, RecordManifestOutcome } from './commands.js';

/** What must still be there when the manifest is written: this digest, or nothing (null), or whatever there is (undefined). */
export type Expected = string | null | undefined;

/** What the conditions of a push are about; undefined without conditions. */
export async function findExpected(
  tx: Transaction,
  repositoryId: number | undefined,
  input: RecordManifest,
): Promise<Expected> {
  if (input.ifMatch === undefined && input.ifNoneMatch === undefined) return undefined;
  return repositoryId === undefined ? null : findCurrent(tx, repositoryId, input);
}

/** The refusal where `ifMatch` or `ifNoneMatch` does not hold (RFC 9110 section 13). */
export function checkConditions(input: RecordManifest, current: Expected): RecordManifestOutcome | undefined {
  if (current === undefined) return undefined;
  const matches = input.ifMatch === undefined || covers(input.ifMatch, current);
  const differs = input.ifNoneMatch === undefined || !covers(input.ifNoneMatch, current);
  return matches && differs ? undefined : { outcome: 'precondition-failed', current };
}

/** Whether an `If-Match` or `If-None-Match` names what is there, or says `*` and something is. */
export function covers(list: readonly string[], current: string | null): boolean {
  return current !== null && (list.includes('*') || list.includes(current));
}

async function findCurrent(
  tx: Transaction,
  repositoryId: number,
  { tags, digest }: RecordManifest,
): Promise<string | null> {
  const [tag] = tags;
  const asked =
    tag === undefined
      ? sql`SELECT digest FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${digest}`
      : sql`SELECT manifest_digest AS digest FROM tags WHERE repository_id = ${repositoryId} AND name = ${tag}`;
  const [row] = await tx.all<{ digest: string }>(asked);
  return row?.digest ?? null;
}
