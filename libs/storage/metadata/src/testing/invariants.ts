import { sql, type Statement } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

/** What may never be seen between two commands: each finds the rows that break it. The first ones are foreign keys as well. */
const BROKEN: Readonly<Record<string, Statement>> = {
  'a tag without its manifest': sql`
    SELECT t.name FROM tags t LEFT JOIN manifests m ON m.repository_id = t.repository_id AND m.digest = t.manifest_digest
    WHERE m.digest IS NULL`,
  'a link without its blob': sql`
    SELECT l.digest FROM repository_blobs l LEFT JOIN blobs b ON b.digest = l.digest WHERE b.digest IS NULL`,
  'a manifest without its repository': sql`
    SELECT m.digest FROM manifests m LEFT JOIN repositories r ON r.id = m.repository_id WHERE r.id IS NULL`,
  'a reference to nothing, though all were required': sql`
    SELECT digest FROM manifest_refs WHERE blob IS NULL AND child IS NULL`,
  'a blob that nobody links': sql`
    SELECT b.digest FROM blobs b LEFT JOIN repository_blobs l ON l.digest = b.digest WHERE l.digest IS NULL`,
  'bytes that are in use and doomed': sql`
    SELECT b.location FROM blobs b JOIN doomed_locations d ON d.location = b.location`,
  'a blob without bytes': sql`
    SELECT b.digest FROM blobs b LEFT JOIN small_blobs s ON s.digest = b.digest
    WHERE b.location IS NULL AND s.digest IS NULL`,
};

/** Sentences about what is broken; none where all is well. */
export async function findBroken(reader: Reader): Promise<string[]> {
  const broken: string[] = [];
  for (const [sentence, statement] of Object.entries(BROKEN))
    if ((await reader.all(statement)).length > 0) broken.push(sentence);
  return broken;
}
