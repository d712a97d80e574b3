import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { toPage } from './pages.js';
import type { Page, PageRequest } from './queries.js';

export async function listTagsOf(
  reader: Reader,
  repository: string,
  digest: string,
): Promise<readonly string[]> {
  const found = await reader.all<{ name: string }>(sql`
    SELECT t.name FROM tags t WHERE t.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND t.manifest_digest = ${digest}`);
  return found.map(({ name }) => name).sort();
}

export async function listTags(
  reader: Reader,
  repository: string,
  { after = '', limit }: PageRequest,
): Promise<Page<string>> {
  const found = await reader.all<{ name: string }>(sql`
    SELECT t.name FROM tags t WHERE t.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND t.name > ${after} ORDER BY t.name LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ name }) => name);
}
