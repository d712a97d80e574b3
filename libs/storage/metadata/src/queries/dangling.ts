import type { DanglingCounts } from '../facts.js';
import { sql, type Statement } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

export async function countDangling(reader: Reader, repository: string): Promise<DanglingCounts> {
  const [found] = await reader.all<{ id: number }>(
    sql`SELECT id FROM repositories WHERE name = ${repository}`,
  );
  if (found === undefined) return { linksWithoutBlob: 0, tagsWithoutManifest: 0, referencesWithoutTarget: 0 };
  const count = async (statement: Statement): Promise<number> =>
    (await reader.all<{ number: number }>(statement))[0]!.number;
  return {
    linksWithoutBlob: await count(linksWithoutBlob(found.id)),
    tagsWithoutManifest: await count(tagsWithoutManifest(found.id)),
    referencesWithoutTarget:
      (await count(referencesWithoutLink(found.id))) + (await count(referencesWithoutChild(found.id))),
  };
}

const linksWithoutBlob = (repositoryId: number): Statement => sql`
  SELECT COUNT(*) AS number FROM repository_blobs l WHERE l.repository_id = ${repositoryId}
  AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.digest = l.digest)`;

const tagsWithoutManifest = (repositoryId: number): Statement => sql`
  SELECT COUNT(*) AS number FROM tags t WHERE t.repository_id = ${repositoryId} AND NOT EXISTS (
    SELECT 1 FROM manifests m WHERE m.repository_id = t.repository_id AND m.digest = t.manifest_digest)`;

const referencesWithoutLink = (repositoryId: number): Statement => sql`
  SELECT COUNT(*) AS number FROM manifest_refs f WHERE f.repository_id = ${repositoryId} AND f.blob IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM repository_blobs l WHERE l.repository_id = f.repository_id AND l.digest = f.blob)`;

const referencesWithoutChild = (repositoryId: number): Statement => sql`
  SELECT COUNT(*) AS number FROM manifest_refs f WHERE f.repository_id = ${repositoryId} AND f.child IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM manifests m WHERE m.repository_id = f.repository_id AND m.digest = f.child)`;
