import { isDigest, type Digest } from './digest.js';
import { OciError } from './oci-error.js';
import { isRepositoryName, refuseName, type RepositoryName } from './repository-name.js';
import { isTag, type Tag } from './tag.js';

/** What stands behind `manifests/`. Text with a colon is a digest or malformed, never a tag; the rest never a digest. */
export type ManifestReferenceText =
  { readonly digest: Digest } | { readonly tag: Tag } | { readonly malformed: string };

/** What a request is about. `digest` and `id` are percent-decoded and otherwise as the client wrote them. */
export type Target =
  | { readonly kind: 'ping' }
  | { readonly kind: 'catalog' }
  | {
      readonly kind: 'manifest';
      readonly repository: RepositoryName;
      readonly reference: ManifestReferenceText;
    }
  | { readonly kind: 'blob'; readonly repository: RepositoryName; readonly digest: string }
  | { readonly kind: 'uploads'; readonly repository: RepositoryName }
  | { readonly kind: 'upload'; readonly repository: RepositoryName; readonly id: string }
  | { readonly kind: 'tags'; readonly repository: RepositoryName }
  | { readonly kind: 'referrers'; readonly repository: RepositoryName; readonly digest: string }
  | { readonly kind: 'invalid'; readonly error: OciError };

const ROOT = '/v2/';
const UPLOADS_PARENT = '/blobs';

/**
 * Reads a path from its right end, because `blobs`, `manifests`, `tags` and `uploads` are also legal parts of a name:
 * `/v2/a/manifests/x/tags/list` lists the tags of `a/manifests/x`.
 * @param path the raw request path, without query
 */
export function parseTarget(path: string): Target {
  if (path === '/v2/' || path === '/v2') return { kind: 'ping' };
  if (!path.startsWith(ROOT)) return unknownRoute();
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  const wordEnd = path.lastIndexOf('/');
  const nameEnd = path.lastIndexOf('/', wordEnd - 1);
  if (nameEnd < ROOT.length) return unknownRoute();
  const last = path.slice(wordEnd + 1);
  const word = path.slice(nameEnd + 1, wordEnd);
  if (word === 'uploads') return uploadTarget(path, nameEnd, last);
  return last === '' ? unknownRoute() : namedTarget(path.slice(ROOT.length, nameEnd), word, last);
}

function namedTarget(repository: string, word: string, last: string): Target {
  switch (word) {
    case 'manifests':
      return manifestTarget(repository, last);
    case 'blobs':
      return blobTarget(repository, last);
    case 'tags':
      return last === 'list' ? tagsTarget(repository) : unknownRoute();
    case 'referrers':
      return referrersTarget(repository, last);
    default:
      return unknownRoute();
  }
}

function manifestTarget(repository: string, last: string): Target {
  if (!isRepositoryName(repository)) return invalidName(repository);
  return { kind: 'manifest', repository, reference: parseReference(decode(last)) };
}

function blobTarget(repository: string, last: string): Target {
  if (!isRepositoryName(repository)) return invalidName(repository);
  return last === 'uploads'
    ? { kind: 'uploads', repository }
    : { kind: 'blob', repository, digest: decode(last) };
}

function uploadTarget(path: string, nameEnd: number, last: string): Target {
  const parent = nameEnd - UPLOADS_PARENT.length;
  if (parent < ROOT.length || !path.startsWith(UPLOADS_PARENT, parent)) return unknownRoute();
  const repository = path.slice(ROOT.length, parent);
  if (!isRepositoryName(repository)) return invalidName(repository);
  return last === '' ? { kind: 'uploads', repository } : { kind: 'upload', repository, id: decode(last) };
}

function tagsTarget(repository: string): Target {
  return isRepositoryName(repository) ? { kind: 'tags', repository } : invalidName(repository);
}

function referrersTarget(repository: string, last: string): Target {
  if (!isRepositoryName(repository)) return invalidName(repository);
  return { kind: 'referrers', repository, digest: decode(last) };
}

/** A tag or a digest as it stands in a path; what can be neither is `malformed`. */
export function parseReference(text: string): ManifestReferenceText {
  if (text.includes(':')) return isDigest(text) ? { digest: text } : { malformed: text };
  return isTag(text) ? { tag: text } : { malformed: text };
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function unknownRoute(): Target {
  return { kind: 'invalid', error: new OciError('route-unknown') };
}

function invalidName(text: string): Target {
  return { kind: 'invalid', error: refuseName(text) };
}
