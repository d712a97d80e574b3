import { sql, type Statement } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { namesWithin, type NameRange } from './name-range.js';
import { toPage } from './pages.js';
import type { Page, PageRequest, RepositoryRow } from './queries.js';

export async function hasRepository(reader: Reader, repository: string): Promise<boolean> {
  const found = await reader.all(sql`SELECT 1 AS found FROM repositories WHERE name = ${repository}`);
  return found.length > 0;
}

export async function listRepositories(
  reader: Reader,
  { after = '', limit }: PageRequest,
  within?: readonly NameRange[],
): Promise<Page<string>> {
  if (within !== undefined)
    return toPage(await namesWithin(reader, { after, limit: limit + 1 }, within), limit, (name) => name);
  const found = await reader.all<{ name: string }>(
    sql`SELECT name FROM repositories WHERE name > ${after} ORDER BY name LIMIT ${limit + 1}`,
  );
  return toPage(found, limit, ({ name }) => name);
}

export async function listRepositoryRows(
  reader: Reader,
  page: PageRequest,
  within?: readonly NameRange[],
): Promise<Page<RepositoryRow>> {
  const { items, more } = await listRepositories(reader, page, within);
  const found = await Promise.all(items.map((name) => findRepositoryRow(reader, name)));
  return { items: found.filter((row) => row !== undefined), more };
}

interface RepositoryRecord {
  readonly name: string;
  readonly created_at: number;
  readonly tags: number;
  readonly manifests: number;
  readonly blobs: number;
  readonly size: number;
}

export async function findRepositoryRow(
  reader: Reader,
  repository: string,
): Promise<RepositoryRow | undefined> {
  const [found] = await reader.all<RepositoryRecord>(countedRepository(repository));
  if (found === undefined) return undefined;
  const { name, tags, manifests, blobs, size } = found;
  return { name, createdAt: new Date(found.created_at), tags, manifests, blobs, size };
}

/** A digest that is a manifest and a blob of the repository counts as a blob. */
function countedRepository(repository: string): Statement {
  return sql`
    SELECT r.name, r.created_at,
      (SELECT COUNT(*) FROM tags t WHERE t.repository_id = r.id) AS tags,
      (SELECT COUNT(*) FROM manifests m WHERE m.repository_id = r.id) AS manifests,
      (SELECT COUNT(*) FROM repository_blobs l WHERE l.repository_id = r.id) AS blobs,
      CAST(COALESCE((SELECT SUM(b.size) FROM repository_blobs l JOIN blobs b ON b.digest = l.digest
        WHERE l.repository_id = r.id), 0) + COALESCE((SELECT SUM(m.size) FROM manifests m
        WHERE m.repository_id = r.id AND NOT EXISTS (SELECT 1 FROM repository_blobs l
          WHERE l.repository_id = r.id AND l.digest = m.digest)), 0) AS BIGINT) AS size
    FROM repositories r WHERE r.name = ${repository}`;
}
