import type { Commands } from '../../commands/commands.js';
import type { FactSnapshot, MetadataStore, StoreIdentity } from '../../metadata-store.js';
import type { Queries } from '../../queries/queries.js';
import type { GuardedReader } from './guarded-reader.js';
import type { HeldFile } from './held-file.js';
import { provenQueries } from './proven-queries.js';
import type { SqliteSnapshots } from './sqlite-snapshots.js';
import { TurnVersion } from './turn-version.js';
import type { WriterClient } from './writer-client.js';

export interface SqliteParts {
  readonly writer: WriterClient;
  readonly reader: GuardedReader;
  readonly held: HeldFile;
  readonly snapshots: SqliteSnapshots;
}

export class SqliteMetadata implements MetadataStore {
  readonly commands: Commands;
  readonly queries: Queries;
  private closing: Promise<void> | undefined;

  constructor(
    readonly identity: StoreIdentity,
    private readonly parts: SqliteParts,
    cacheBytes: number,
  ) {
    this.commands = parts.writer.commands;
    const version = new TurnVersion(() => parts.reader.dataVersion());
    parts.writer.onCommit = version.forget;
    this.queries = provenQueries(parts.reader, version, cacheBytes);
  }

  /** The database has no clock but that of its one process. */
  now(): number {
    return Date.now();
  }

  connections(): undefined {}

  async ping(): Promise<void> {
    await this.queries.hasRepository('');
    await this.parts.writer.call('checkWritable', {});
  }

  openSnapshot(): Promise<FactSnapshot> {
    return this.parts.snapshots.open();
  }

  close(): Promise<void> {
    this.closing ??= this.closeParts();
    return this.closing;
  }

  /** The writer goes last of the connections: it alone may write the log back into the file. */
  private async closeParts(): Promise<void> {
    const { writer, reader, held, snapshots } = this.parts;
    await snapshots.close();
    await reader.close();
    await writer.close();
    held.release();
  }
}
