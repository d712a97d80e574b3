import { anyOf, sql, type Statement } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { toPage } from './pages.js';
import type { Page, PageRequest, ReferrerRow } from './queries.js';

interface ReferrerRecord {
  readonly digest: string;
  readonly media_type: string;
  readonly artifact_type: string | null;
  readonly size: number;
  readonly annotations: string | null;
}

/** Which manifests are asked for; no `artifactTypes`: all. */
export interface ReferrersAsked {
  readonly repository: string;
  readonly subject: string;
  readonly artifactTypes: readonly string[];
}

export async function listReferrers(
  reader: Reader,
  asked: ReferrersAsked,
  page: PageRequest,
): Promise<Page<ReferrerRow>> {
  const statement =
    asked.artifactTypes.length === 0 ? allReferrers(asked, page) : referrersOfTypes(asked, page);
  return toPage(await reader.all<ReferrerRecord>(statement), page.limit, toReferrerRow);
}

function allReferrers(
  { repository, subject }: ReferrersAsked,
  { after = '', limit }: PageRequest,
): Statement {
  return sql`
    SELECT m.digest, m.media_type, m.artifact_type, m.size, m.annotations FROM manifests m
    WHERE m.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND m.subject_digest = ${subject} AND m.digest > ${after} ORDER BY m.digest LIMIT ${limit + 1}`;
}

function referrersOfTypes(
  { repository, subject, artifactTypes }: ReferrersAsked,
  { after = '', limit }: PageRequest,
): Statement {
  return sql`
    SELECT m.digest, m.media_type, m.artifact_type, m.size, m.annotations FROM manifests m
    WHERE m.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND m.subject_digest = ${subject} AND m.digest > ${after} AND m.artifact_type ${anyOf(artifactTypes)}
    ORDER BY m.digest LIMIT ${limit + 1}`;
}

function toReferrerRow({
  digest,
  media_type,
  artifact_type,
  size,
  annotations,
}: ReferrerRecord): ReferrerRow {
  const parsed = annotations === null ? null : (JSON.parse(annotations) as Record<string, string>);
  return { digest, mediaType: media_type, artifactType: artifact_type, size, annotations: parsed };
}
