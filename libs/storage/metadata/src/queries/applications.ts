import { compareBytes } from '@margo-registry/oci';
import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type {
  ApplicationKey,
  ApplicationRequest,
  ApplicationRow,
  PackageVersion,
} from './package-queries.js';
import type { NameRange } from './name-range.js';
import { toPage } from './pages.js';
import type { Page } from './queries.js';

interface ApplicationRecord {
  readonly repository: string;
  readonly application_id: string;
  readonly name: string;
  readonly tagline: string | null;
  readonly profile: string;
}

/** A stretch of repositories, both ends included. */
interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Behind every name, because names are ASCII. */
const LAST = '\u{10FFFF}';
const ALL: readonly NameRange[] = [{ prefix: '' }];

/** One look per range that the page reaches: the work is that of the page, not of the table. */
export async function listApplications(
  reader: Reader,
  { filter, after = { repository: '', applicationId: '' }, limit, within = ALL }: ApplicationRequest,
): Promise<Page<ApplicationRow>> {
  const found: ApplicationRecord[] = [];
  const words = wordsOf(filter);
  for (const stretch of within.map(stretchOf).filter(({ to }) => compareBytes(to, after.repository) >= 0)) {
    if (found.length > limit) break;
    found.push(
      ...(await readApplications(reader, stretch, { after, words, limit: limit + 1 - found.length })),
    );
  }
  const versions = await findVersions(reader, [...new Set(found.map(({ repository }) => repository))]);
  return toPage(found, limit, (record) => toApplicationRow(record, versions.get(keyOf(record)) ?? []));
}

function stretchOf(range: NameRange): Stretch {
  return 'name' in range
    ? { from: range.name, to: range.name }
    : { from: range.prefix, to: `${range.prefix}${LAST}` };
}

interface Words {
  readonly text: string | null;
  readonly organization: string | null;
  readonly tag: string | null;
  readonly type: string | null;
  readonly architecture: string | null;
}

function wordsOf(filter: ApplicationRequest['filter']): Words {
  const { text } = filter;
  return {
    text: text === undefined ? null : `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
    organization: filter.organization?.toLowerCase() ?? null,
    tag: filter.tag?.toLowerCase() ?? null,
    type: filter['deployment-type']?.toLowerCase() ?? null,
    architecture: filter.architecture?.toLowerCase() ?? null,
  };
}

interface Reading {
  readonly after: ApplicationKey;
  readonly words: Words;
  readonly limit: number;
}

/**
 * The newest version of each application stands for it: the last one by (release before pre-release, SemVer) that has a tag.
 * The index of the table has both orders, so a page reads the versions of its own applications and stops.
 * What is asked of a row stands inside CASE, where a planner leaves it: taken apart, it is guessed to be met by no row, and
 * the table is read.
 */
function readApplications(
  reader: Reader,
  { from, to }: Stretch,
  { after, words, limit }: Reading,
): Promise<ApplicationRecord[]> | ApplicationRecord[] {
  const start = compareBytes(after.repository, from) > 0 ? after.repository : from;
  const { text, organization, tag, type, architecture } = words;
  return reader.all<ApplicationRecord>(sql`
    SELECT p.repository, p.application_id, p.name, p.tagline, p.profile FROM packages p
    WHERE p.repository >= ${start} AND p.repository <= ${to}
    AND (p.repository > ${after.repository} OR p.application_id > ${after.applicationId})
    AND CASE WHEN p.manifest_digest = (SELECT n.manifest_digest FROM packages n
      WHERE n.repository = p.repository AND n.application_id = p.application_id AND EXISTS (
        SELECT 1 FROM tags t WHERE t.repository_id = n.repository_id AND t.manifest_digest = n.manifest_digest)
      ORDER BY n.is_release DESC, n.version_order DESC, n.manifest_digest DESC LIMIT 1)
    AND (CAST(${text} AS TEXT) IS NULL OR p.search_text LIKE CAST(${text} AS TEXT) ESCAPE '\\')
    AND (CAST(${organization} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'organization' AND w.word = CAST(${organization} AS TEXT)))
    AND (CAST(${tag} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'tag' AND w.word = CAST(${tag} AS TEXT)))
    AND (CAST(${type} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'deployment-type' AND w.word = CAST(${type} AS TEXT)))
    AND (CAST(${architecture} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'architecture' AND w.word = CAST(${architecture} AS TEXT))) THEN 1 ELSE 0 END = 1
    ORDER BY p.repository, p.application_id LIMIT ${limit}`);
}

function toApplicationRow(record: ApplicationRecord, versions: readonly PackageVersion[]): ApplicationRow {
  const { repository, name, tagline, profile } = record;
  return { repository, applicationId: record.application_id, name, tagline, profile, versions };
}

interface VersionRecord {
  readonly repository: string;
  readonly application_id: string;
  readonly manifest_digest: string;
  readonly version: string;
  readonly version_order: string;
  readonly is_release: number;
  readonly conforms: number;
}

const keyOf = ({ repository, application_id }: { repository: string; application_id: string }): string =>
  `${repository}\n${application_id}`;

/** Tagged versions of all applications of the repositories, newest first, by application. */
export async function findVersions(
  reader: Reader,
  repositories: readonly string[],
): Promise<Map<string, PackageVersion[]>> {
  if (repositories.length === 0) return new Map();
  const found = await reader.all<VersionRecord>(sql`
    SELECT p.repository, p.application_id, p.manifest_digest, p.version, p.version_order, p.is_release, p.conforms
    FROM packages p WHERE p.repository ${anyOf(repositories)}
    AND EXISTS (SELECT 1 FROM tags t WHERE t.repository_id = p.repository_id AND t.manifest_digest = p.manifest_digest)`);
  const byApplication = new Map<string, PackageVersion[]>();
  for (const record of [...found].sort(newestFirst)) {
    const list = byApplication.get(keyOf(record)) ?? [];
    const { version, manifest_digest: digest, conforms } = record;
    list.push({ version, digest, isPrerelease: record.is_release === 0, conforms: conforms === 1 });
    byApplication.set(keyOf(record), list);
  }
  return byApplication;
}

function newestFirst(a: VersionRecord, b: VersionRecord): number {
  if (a.is_release !== b.is_release) return b.is_release - a.is_release;
  if (a.version_order !== b.version_order) return a.version_order < b.version_order ? 1 : -1;
  return a.manifest_digest < b.manifest_digest ? 1 : -1;
}
