/**
 * Facts of the registry on TypeORM: commands write, queries read, an engine folder knows what is one database's own.
 *
 * Not here: bytes above the threshold (`storage/core` and its drivers), HTTP, policy.
 */
export type * from './commands/commands.js';
export { DatabaseNewerError } from './database-newer-error.js';
export { openPostgresMetadata, type PostgresMetadataOptions } from './engines/postgres/open.js';
export { DatabaseHeldError } from './engines/sqlite/database-errors.js';
export { openSqliteMetadata, type SqliteMetadataOptions } from './engines/sqlite/open.js';
export {
  blobFacts,
  contentFacts,
  exportFacts,
  linkFacts,
  manifestFacts,
  pagesOf,
  repositoryFacts,
  tagFacts,
} from './export-facts.js';
export type * from './facts.js';
export type * from './package-facts.js';
export type { ConnectionUse, FactSnapshot, MetadataStore, StoreIdentity } from './metadata-store.js';
export type * from './queries/fact-queries.js';
export type { NameRange } from './queries/name-range.js';
export type * from './queries/queries.js';
