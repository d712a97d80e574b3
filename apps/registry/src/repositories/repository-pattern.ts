/** An exact name, a prefix such as `acme/*`, or `*`: patterns that become ranges of an ordered list. */
export const REPOSITORY_PATTERN = /^(\*|[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?:\/\*)?)$/;

export const REPOSITORY_PATTERN_RULE = {
  message: 'must be an exact name, a prefix such as acme/*, or *',
};

/** Pure comparison: neither side is decoded or folded. */
export function matchesPattern(pattern: string, repository: string): boolean {
  return pattern.endsWith('*') ? repository.startsWith(pattern.slice(0, -1)) : pattern === repository;
}
