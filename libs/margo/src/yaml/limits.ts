/** What a description may cost its readers (PKG-09). Published examples stay far below each. */
export const DESCRIPTION_LIMITS = {
  /** Bytes of the file, looked at before anything else. */
  bytes: 1024 * 1024,
  /** Mappings and lists inside one another, aliases followed. */
  depth: 64,
  /** Keys, texts, numbers, lists and mappings, every alias counted as what it stands for. */
  values: 10_000,
  /** Characters of all keys and texts, every alias counted as what it stands for. */
  characters: 4 * 1024 * 1024,
} as const;

/** Words of the grammar (indentation, quotes, commas, …): more cannot belong to a document within the limits. */
export const MOST_LEXEMES = 10 * DESCRIPTION_LIMITS.values;
