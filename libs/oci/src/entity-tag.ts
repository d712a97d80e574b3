const ENTITY_TAG = /(?:W\/)?"([^"]*)"|[^\s,"]+/g;

/** The entity tags of If-Match or If-None-Match, without quotes and weakness marks; clients also send them unquoted. */
export function parseEntityTags(header: string): string[] {
  return Array.from(header.matchAll(ENTITY_TAG), ([text, quoted]) => quoted ?? text);
}

/**
 * Whether If-Match or If-None-Match names the digest, which is our entity tag, or is `*` (RFC 9110, 13.1). Weak tags
 * match too: equal digests are equal bytes.
 */
export function matchesEntityTag(header: string, digest: string): boolean {
  return header.trim() === '*' || parseEntityTags(header).includes(digest);
}
