import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { DeleteTag, DeleteTagOutcome } from './commands.js';
import { deleteJudgedTag, findPointed } from './fixed-versions.js';
import { findRepositoryId } from './repositories.js';
import { touchAt, touchLosers } from './touching.js';

export async function deleteTag(
  tx: Transaction,
  { repository, tag, versionTags, ...touching }: DeleteTag,
  now: number,
): Promise<DeleteTagOutcome> {
  const repositoryId = await findRepositoryId(tx, repository);
  if (repositoryId === undefined) return { outcome: 'repository-absent' };
  const pointed =
    versionTags === 'fixed' ? await findPointed(tx, { repositoryId, digest: null }, [tag]) : undefined;
  if (pointed !== undefined && 'outcome' in pointed) return pointed;
  await touchLosers(tx, { repositoryId, tags: [tag], winner: null }, touchAt(now, touching));
  const judged = pointed?.get(tag);
  if (judged !== undefined) {
    await deleteJudgedTag(tx, { repositoryId, digest: judged }, tag);
    return { outcome: 'deleted' };
  }
  const deleted = await tx.run(sql`DELETE FROM tags WHERE repository_id = ${repositoryId} AND name = ${tag}`);
  return { outcome: deleted > 0 ? 'deleted' : 'absent' };
}
