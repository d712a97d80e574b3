import type { DanglingCounts } from '../facts.js';
import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

export async function countDangling(reader: Reader): Promise<DanglingCounts> {
  const [links] = await reader.all<{ number: number }>(sql`
    SELECT COUNT(*) AS number FROM repository_blobs l
    WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.digest = l.digest)`);
  const [tags] = await reader.all<{ number: number }>(sql`
    SELECT COUNT(*) AS number FROM tags t WHERE NOT EXISTS (
      SELECT 1 FROM manifests m WHERE m.repository_id = t.repository_id AND m.digest = t.manifest_digest)`);
  const [references] = await reader.all<{ number: number }>(sql`
    SELECT COUNT(*) AS number FROM manifest_refs f WHERE (f.blob IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM repository_blobs l WHERE l.repository_id = f.repository_id AND l.digest = f.blob))
    OR (f.child IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM manifests m WHERE m.repository_id = f.repository_id AND m.digest = f.child))`);
  return {
    linksWithoutBlob: links!.number,
    tagsWithoutManifest: tags!.number,
    referencesWithoutTarget: references!.number,
  };
}
