/**
 * The words of the OCI specifications: names, digests, tags, manifests, ranges, pages and errors. Pure: text and bytes in,
 * values or an `OciError` out. What a registry does with them is decided in `apps/registry`.
 */
export { OCI_ERRORS, type OciErrorCode, type OciErrorReason } from './error-table.js';
export {
  OciError,
  isOciError,
  renderErrors,
  type OciErrorOptions,
  type RenderedErrors,
} from './oci-error.js';
export { isRepositoryName, parseRepositoryName, type RepositoryName } from './repository-name.js';
export {
  EMPTY_BLOB_DIGEST,
  EMPTY_JSON_DIGEST,
  digestAlgorithm,
  isDigest,
  parseDigest,
  referrersFallbackTag,
  type Digest,
  type DigestAlgorithm,
} from './digest.js';
export { isTag, parseTag, type Tag } from './tag.js';
export { parseReference, parseTarget, type ManifestReferenceText, type Target } from './target.js';
export * from './media-types.js';
export type { Descriptor } from './descriptor.js';
export type { Violation } from './violations.js';
export { parseManifest, type Manifest, type ManifestReference } from './manifest.js';
export { formatUploadRange, parseContentRange, parseRange, type ByteRange } from './byte-range.js';
export { nextLink, parsePage, type PageLimits, type PageParameters } from './page.js';
export { matchesEntityTag, parseEntityTags } from './entity-tag.js';
export { compareBytes } from './byte-order.js';
export { formatScopes, parseScopes, type ResourceScope } from './scope.js';
export { renderReferrers, takeWithin, type Referrer } from './referrers.js';
