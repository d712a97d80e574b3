import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { ManifestReference, ManifestRow } from './queries.js';

interface ManifestRecord {
  readonly digest: string;
  readonly media_type: string;
  readonly size: number;
  readonly payload: Buffer;
}

export async function findManifest(
  reader: Reader,
  repository: string,
  reference: ManifestReference,
): Promise<ManifestRow | undefined> {
  const asked =
    'tag' in reference
      ? sql`SELECT m.digest, m.media_type, m.size, m.payload FROM repositories r
          JOIN tags t ON t.repository_id = r.id AND t.name = ${reference.tag}
          JOIN manifests m ON m.repository_id = r.id AND m.digest = t.manifest_digest WHERE r.name = ${repository}`
      : sql`SELECT m.digest, m.media_type, m.size, m.payload FROM repositories r
          JOIN manifests m ON m.repository_id = r.id AND m.digest = ${reference.digest} WHERE r.name = ${repository}`;
  const [found] = await reader.all<ManifestRecord>(asked);
  if (found === undefined) return undefined;
  return { digest: found.digest, mediaType: found.media_type, size: found.size, payload: found.payload };
}

/** Whether `reference` still means `known`: cheaper than asking for the payload, which a digest pins. */
export async function isSameManifest(
  reader: Reader,
  repository: string,
  reference: ManifestReference,
  known: ManifestRow,
): Promise<boolean> {
  const asked =
    'tag' in reference
      ? sql`SELECT m.digest, m.media_type FROM repositories r
          JOIN tags t ON t.repository_id = r.id AND t.name = ${reference.tag}
          JOIN manifests m ON m.repository_id = r.id AND m.digest = t.manifest_digest WHERE r.name = ${repository}`
      : sql`SELECT m.digest, m.media_type FROM repositories r
          JOIN manifests m ON m.repository_id = r.id AND m.digest = ${reference.digest} WHERE r.name = ${repository}`;
  const [found] = await reader.all<Pick<ManifestRecord, 'digest' | 'media_type'>>(asked);
  return found !== undefined && found.digest === known.digest && found.media_type === known.mediaType;
}
