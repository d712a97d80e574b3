import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { DeleteTag, DeleteTagOutcome } from './commands.js';
import { deleteJudgedTag, findPointed } from './fixed-versions.js';
import { covers } from './manifest-conditions.js';
import { findRepositoryId } from './repositories.js';
import { touchAt, touchLosers } from './touching.js';

export async function deleteTag(
  tx: Transaction,
  { repository, tag, versionTags, ifMatch, ...touching }: DeleteTag,
  now: number,
): Promise<DeleteTagOutcome> {
  const repositoryId = await findRepositoryId(tx, repository);
  if (repositoryId === undefined) return { outcome: 'repository-absent' };
  const judged = await judge(tx, repositoryId, { tag, versionTags, ifMatch });
  if (typeof judged === 'object') return judged;
  await touchLosers(tx, { repositoryId, tags: [tag], winner: null }, touchAt(now, touching));
  if (judged !== undefined) {
    await deleteJudgedTag(tx, { repositoryId, digest: judged }, tag);
    return { outcome: 'deleted' };
  }
  const deleted = await tx.run(sql`DELETE FROM tags WHERE repository_id = ${repositoryId} AND name = ${tag}`);
  return { outcome: deleted > 0 ? 'deleted' : 'absent' };
}

/** Where a tag points that is only to go from there; undefined where that does not matter, or it is not here. */
async function judge(
  tx: Transaction,
  repositoryId: number,
  { tag, versionTags, ifMatch }: Pick<DeleteTag, 'tag' | 'versionTags' | 'ifMatch'>,
): Promise<string | DeleteTagOutcome | undefined> {
  if (versionTags !== 'fixed' && ifMatch === undefined) return undefined;
  const pointed = await findPointed(tx, { repositoryId, digest: null }, [tag]);
  if ('outcome' in pointed) return versionTags === 'fixed' ? pointed : judgedBy(ifMatch, pointed.digest);
  return judgedBy(ifMatch, pointed.get(tag));
}

/** The refusal where `If-Match` does not hold (RFC 9110 section 13.1.1), else where the tag points. */
function judgedBy(
  ifMatch: readonly string[] | undefined,
  current: string | undefined,
): string | DeleteTagOutcome | undefined {
  if (current === undefined || ifMatch === undefined || covers(ifMatch, current)) return current;
  return { outcome: 'precondition-failed', current };
}
