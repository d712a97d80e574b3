/** What a backup is made of: a running registry, or stores that nobody holds. */
export interface BackupSource {
  /** Pauses collection; undefined while the collector is at work. */
  begin(): Promise<BackupSession | undefined>;
}

export interface BackupSession {
  /** Wanted at least once a minute; rejects when the backup has run out. */
  renew(): Promise<void>;
  /** Lines of facts of one instant. */
  facts(): AsyncIterable<Uint8Array>;
  /** Bytes at a place that a line names; undefined where they are gone. */
  bytes(place: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  end(): Promise<void>;
}
