import type { Commands } from './commands/commands.js';
import type { FactQueries } from './queries/fact-queries.js';
import type { Queries } from './queries/queries.js';

/** Facts: which repositories, manifests, tags, links and uploads there are. Bytes above the threshold live in a blob store. */
export interface MetadataStore {
  /** Writes. Each runs in a transaction of its own and is durable when its promise resolves. */
  readonly commands: Commands;
  /** Reads. Each sees only what was committed. */
  readonly queries: Queries;
  /** Who this store is; written once, at the first start. */
  readonly identity: StoreIdentity;
  /**
   * Milliseconds since 1970 by the database's clock, which dates everything that commands write: what they wrote is compared with this
   * and not with the clock of a replica. As the last command has seen it, so behind rather than ahead.
   */
  now(): number;
  /** How this process uses its connections to a database server; `undefined` where there is no server. */
  connections(): ConnectionUse | undefined;
  /** Rejects with a `StorageError` of kind `unavailable` or `full` when facts cannot be read or written. */
  ping(): Promise<void>;
  /**
   * Everything as it is at this instant, while commands go on. Holds a connection until it is closed; one that is not asked for two
   * minutes may be ended by the database. Throws `StorageError`.
   */
  openSnapshot(): Promise<FactSnapshot>;
  /** Waits for the commands and snapshots under way, then frees everything. Twice: success. */
  close(): Promise<void>;
}

export interface FactSnapshot {
  /** They all see the instant at which the snapshot was opened. */
  readonly queries: FactQueries;
  /** Twice: success. */
  close(): Promise<void>;
}

export interface ConnectionUse {
  /** Connections at work. */
  readonly busy: number;
  readonly idle: number;
  /** Commands and queries that wait for a connection. */
  readonly waiting: number;
}

export interface StoreIdentity {
  /** Also in the blob store (`mark`), so that a store of another database is recognised. */
  readonly id: string;
  /** 32 random bytes from which keys for upload ids (and later tokens) are derived. */
  readonly signingKey: Buffer;
  readonly createdAt: Date;
}
