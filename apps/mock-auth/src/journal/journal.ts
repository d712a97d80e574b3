import type { JournalEntry } from './journal-entry.js';

/** Which entries; a key that is absent matches everything. */
export interface JournalQuery {
  readonly endpoint?: string;
  readonly client?: string;
  readonly subject?: string;
  readonly grant?: string;
  readonly outcome?: string;
  readonly status?: number;
  readonly tokenId?: string;
  /** Entries with a greater number only. */
  readonly after?: number;
}

const FIELDS = ['endpoint', 'client', 'subject', 'grant', 'outcome', 'status', 'tokenId'] as const;
const MOST_ENTRIES = 10_000;

/**
 * What was asked of one issuer, oldest first. It keeps the last 10,000 requests; `dropped` says how many older ones
 * are gone, so that an assertion over a journal with holes can refuse to answer.
 */
export class Journal {
  private entries: JournalEntry[] = [];
  private count = 0;

  constructor(private readonly capacity: number = MOST_ENTRIES) {}

  record(entry: Omit<JournalEntry, 'number'>): JournalEntry {
    this.count += 1;
    const numbered = { number: this.count, ...entry };
    this.entries.push(numbered);
    if (this.entries.length > this.capacity) this.entries.splice(0, this.entries.length - this.capacity);
    return numbered;
  }

  list(query: JournalQuery = {}): JournalEntry[] {
    return this.entries.filter((entry) => matches(entry, query));
  }

  /** How many entries were recorded since the last reset and are no longer kept. */
  get dropped(): number {
    return this.count - this.entries.length;
  }

  reset(): void {
    this.entries = [];
    this.count = 0;
  }
}

function matches(entry: JournalEntry, query: JournalQuery): boolean {
  if (query.after !== undefined && entry.number <= query.after) return false;
  return FIELDS.every((field) => query[field] === undefined || query[field] === entry[field]);
}
