export type CollectedKind = 'manifest' | 'link' | 'blob' | 'repository';

/** One thing that went, or that would go. */
export interface Collected {
  readonly kind: CollectedKind;
  /** Of the blob or manifest; a repository has none. */
  readonly digest?: string;
  /** A blob that no repository holds has none. */
  readonly repository?: string;
  /** What no repository holds any longer because of it. */
  readonly bytes: number;
  readonly why: string;
}

export interface CollectionReport {
  readonly dryRun: boolean;
  /** False where the run ended early: the process stops, or another one took over. The next run does the rest. */
  readonly complete: boolean;
  readonly milliseconds: number;
  readonly totals: Readonly<Record<CollectedKind, number>>;
  readonly bytes: number;
  /** The first thousand. */
  readonly collected: readonly Collected[];
}

const MOST_ENTRIES = 1000;

/** Adds up what a run collects; of the entries it keeps only as many as somebody would read. */
export class CollectionTally {
  private readonly totals = { manifest: 0, link: 0, blob: 0, repository: 0 };
  private readonly entries: Collected[] = [];
  private readonly startedAt = performance.now();
  private bytes = 0;

  constructor(private readonly dryRun: boolean) {}

  add(entry: Collected): void {
    this.totals[entry.kind] += 1;
    this.bytes += entry.bytes;
    if (this.entries.length < MOST_ENTRIES) this.entries.push(entry);
  }

  report(complete: boolean): CollectionReport {
    const { dryRun, totals, bytes, entries: collected } = this;
    const milliseconds = Math.round(performance.now() - this.startedAt);
    return { dryRun, complete, milliseconds, totals, bytes, collected };
  }
}
