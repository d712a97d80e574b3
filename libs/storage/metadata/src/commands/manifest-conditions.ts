import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { RecordManifest, RecordManifestOutcome } from './commands.js';

/** The refusal where `ifMatch` or `ifNoneMatch` does not hold (RFC 9110 section 13). */
export async function checkConditions(
  tx: Transaction,
  repositoryId: number | undefined,
  input: RecordManifest,
): Promise<RecordManifestOutcome | undefined> {
  if (input.ifMatch === undefined && input.ifNoneMatch === undefined) return undefined;
  const current = repositoryId === undefined ? null : await findCurrent(tx, repositoryId, input);
  const matches = input.ifMatch === undefined || covers(input.ifMatch, current);
  const differs = input.ifNoneMatch === undefined || !covers(input.ifNoneMatch, current);
  return matches && differs ? undefined : { outcome: 'precondition-failed', current };
}

function covers(list: readonly string[], current: string | null): boolean {
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
