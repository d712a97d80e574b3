import type { Commands } from '../../commands/commands.js';
import type { MetadataStore, StoreIdentity } from '../../metadata-store.js';
import type { Queries } from '../../queries/queries.js';
import type { GuardedReader } from './guarded-reader.js';
import type { HeldFile } from './held-file.js';
import { provenQueries } from './proven-queries.js';
import { TurnVersion } from './turn-version.js';
import type { WriterClient } from './writer-client.js';

export interface SqliteParts {
  readonly writer: WriterClient;
  readonly reader: GuardedReader;
  readonly held: HeldFile;
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

  close(): Promise<void> {
    this.closing ??= this.closeParts();
    return this.closing;
  }

  /** The writer goes last of the connections: it alone may write the log back into the file. */
  private async closeParts(): Promise<void> {
    const { writer, reader, held } = this.parts;
    await reader.close();
    await writer.close();
    held.release();
  }
}
