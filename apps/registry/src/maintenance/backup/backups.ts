import { OciError } from '@margo-registry/oci';
import { isStorageError, type BlobStore } from '@margo-registry/storage-core';
import { exportFacts, type MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { BLOB_STORE, METADATA } from '../../storage/tokens.js';
import { toLine } from './fact-lines.js';
import { Places } from './places.js';

/** What would take away bytes that a copy is about to read; a backup holds both of their leases. */
const PAUSED = ['collector', 'doomed'];
/** Milliseconds after which a backup that nobody renews is over. */
const TTL = 60_000;
/** Lines leave in pieces of about so many characters. */
const PIECE = 64 * 1024;

/** A copy of everything while pushes go on: facts of one instant, and the bytes that they mention, which stay meanwhile. */
@Injectable()
export class Backups {
  private readonly places: Places;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {
    this.places = new Places(metadata.identity.signingKey);
  }

  /** Pauses collection; the id of the backup. Throws `maintenance-busy` while the collector (or another backup) is at work. */
  async begin(): Promise<string> {
    const id = randomUUID();
    try {
      await this.renew(id);
    } catch (error) {
      await this.end(id);
      throw error;
    }
    return id;
  }

  /** Wanted at least once a minute. Throws `maintenance-busy` when the backup ran out and something else began. */
  async renew(id: string): Promise<void> {
    for (const name of PAUSED) {
      const { held } = await this.metadata.commands.takeLease({ name, holder: id, ttlMilliseconds: TTL });
      if (!held) throw new OciError('maintenance-busy');
    }
  }

  /** Lets collection go on. Twice: success. */
  async end(id: string): Promise<void> {
    for (const name of PAUSED) await this.metadata.commands.releaseLease({ name, holder: id });
  }

  /** Every fact of one instant, a line each, and a last line that counts them. */
  async *facts(id: string): AsyncGenerator<Buffer> {
    await this.renew(id);
    const seal = (location: string): string => this.places.seal(id, location);
    const snapshot = await this.metadata.openSnapshot();
    try {
      let [piece, facts] = ['', 0];
      for await (const fact of exportFacts(snapshot.queries)) {
        facts += 1;
        piece += toLine(fact, seal);
        if (piece.length < PIECE) continue;
        yield Buffer.from(piece);
        piece = '';
      }
      yield Buffer.from(piece + toLine({ fact: 'end', facts }, seal));
    } finally {
      await snapshot.close();
    }
  }

  /** The bytes at a place that {@link facts} named. Throws `backup-place-unknown` for another, or where the bytes are gone. */
  async *bytes(id: string, place: string): AsyncGenerator<Uint8Array> {
    const location = this.places.open(id, place);
    if (location === undefined) throw new OciError('backup-place-unknown');
    try {
      yield* this.blobs.open(location);
    } catch (error) {
      throw isStorageError(error, 'not-found')
        ? new OciError('backup-place-unknown', { cause: error })
        : error;
    }
  }
}
