interface Entry<Answer> {
  readonly answer: Answer;
  readonly bytes: number;
  /** Under which the answer was last seen in the database. */
  version: number;
}

/** How to get an answer, and how to see more cheaply that a known one still holds. */
export interface Source<Answer> {
  load(): Promise<Answer | undefined>;
  isSame(known: Answer): Promise<boolean>;
}

/**
 * Answers that are proven on every use: an answer counts while the version of the database is the one under which it was seen, else it
 * is compared with the database first. The version is read before the database is asked, so a commit in between makes an answer look
 * older than it is, never younger. Absence is not kept. The longest unused answers go when the bytes exceed the limit.
 */
export class ProvenCache<Answer> {
  private readonly entries = new Map<string, Entry<Answer>>();
  private bytes = 0;

  constructor(
    private readonly readVersion: () => number,
    private readonly sizeOf: (answer: Answer) => number,
    private readonly maxBytes: number,
  ) {}

  async find(key: string, source: Source<Answer>): Promise<Answer | undefined> {
    const version = this.readVersion();
    const entry = this.entries.get(key);
    if (entry !== undefined && (entry.version === version || (await source.isSame(entry.answer)))) {
      if (entry.version !== version) entry.version = version;
      this.moveToEnd(key, entry);
      return entry.answer;
    }
    const answer = await source.load();
    this.forget(key);
    if (answer !== undefined) this.keep(key, answer, version);
    return answer;
  }

  private moveToEnd(key: string, entry: Entry<Answer>): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.entries.set(key, entry);
  }

  private keep(key: string, answer: Answer, version: number): void {
    const bytes = this.sizeOf(answer) + key.length;
    if (bytes > this.maxBytes) return;
    this.entries.set(key, { answer, bytes, version });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}
