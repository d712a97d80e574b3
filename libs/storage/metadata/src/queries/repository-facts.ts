import type { LinkFact, RepositoryFact, TagFact } from '../facts.js';
import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { toPage } from './pages.js';
import type { Page, PageRequest } from './queries.js';

export async function listRepositoryFacts(
  reader: Reader,
  { after = '', limit }: PageRequest,
): Promise<Page<RepositoryFact>> {
  const found = await reader.all<{ name: string; created_at: number }>(sql`
    SELECT name, created_at FROM repositories WHERE name > ${after} ORDER BY name LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ name, created_at }) => ({
    fact: 'repository',
    name,
    createdAt: created_at,
  }));
}

export async function listLinkFacts(
  reader: Reader,
  repository: string,
  { after = '', limit }: PageRequest,
): Promise<Page<LinkFact>> {
  const found = await reader.all<{ digest: string; touched_at: number }>(sql`
    SELECT l.digest, l.touched_at FROM repository_blobs l
    WHERE l.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND l.digest > ${after} ORDER BY l.digest LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ digest, touched_at }) => ({
    fact: 'link',
    repository,
    digest,
    touchedAt: touched_at,
  }));
}

export async function listTagFacts(
  reader: Reader,
  repository: string,
  { after = '', limit }: PageRequest,
): Promise<Page<TagFact>> {
  const found = await reader.all<{ name: string; manifest_digest: string; updated_at: number }>(sql`
    SELECT t.name, t.manifest_digest, t.updated_at FROM tags t
    WHERE t.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND t.name > ${after} ORDER BY t.name LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ name, manifest_digest, updated_at }) => ({
    fact: 'tag',
    repository,
    name,
    manifest: manifest_digest,
    updatedAt: updated_at,
  }));
}
