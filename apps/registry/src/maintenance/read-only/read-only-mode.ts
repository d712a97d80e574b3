import type { EnterReadOnly, MetadataStore, ReadOnlyRow } from '@margo-registry/storage-metadata';

/** Milliseconds for which an answer counts without a word; until it is too old, the next one is fetched beside the requests. */
const FRESH = 500;
/** Milliseconds after which an answer counts no longer: what another replica notes is obeyed within this time. */
const OLDEST = 1_000;

interface Answer {
  readonly row: ReadOnlyRow | undefined;
  readonly askedAt: number;
}

/** Whether the registry takes no writes for now: a fact, the same for all replicas, and asked for once a second at most. */
export class ReadOnlyMode {
  private static readonly modes = new WeakMap<MetadataStore, ReadOnlyMode>();

  /** Told of what is new, also at the first answer if it is on then. */
  onChange: (row: ReadOnlyRow | undefined) => void = () => undefined;
  private last: Answer | undefined;
  private asking: Promise<ReadOnlyRow | undefined> | undefined;

  constructor(
    private readonly metadata: MetadataStore,
    /** Milliseconds that only ever grow. */
    private readonly clock = (): number => performance.now(),
  ) {}

  /** One for each store of this process, so that what it notes itself is obeyed at once. */
  static of(metadata: MetadataStore): ReadOnlyMode {
    const known = this.modes.get(metadata) ?? new ReadOnlyMode(metadata);
    this.modes.set(metadata, known);
    return known;
  }

  /** `undefined` while writes are taken; up to a second old. Throws `StorageError` where the database does not answer. */
  async find(): Promise<ReadOnlyRow | undefined> {
    const { last } = this;
    const age = last === undefined ? Infinity : this.clock() - last.askedAt;
    if (last === undefined || age >= OLDEST) return this.ask();
    if (age >= FRESH) this.ask().catch(() => undefined);
    return last.row;
  }

  async isOn(): Promise<boolean> {
    return (await this.find()) !== undefined;
  }

  /** As it is now. */
  findNow(): Promise<ReadOnlyRow | undefined> {
    this.asking = undefined;
    return this.ask();
  }

  /** Where it is on already, it stays as it was. */
  async turnOn(note: EnterReadOnly): Promise<ReadOnlyRow> {
    const row = await this.metadata.commands.enterReadOnly(note);
    this.learn(row);
    return row;
  }

  async turnOff(): Promise<void> {
    await this.metadata.commands.leaveReadOnly({});
    this.learn(undefined);
  }

  private ask(): Promise<ReadOnlyRow | undefined> {
    if (this.asking !== undefined) return this.asking;
    const asking = this.fetch().finally(() => {
      if (this.asking === asking) this.asking = undefined;
    });
    return (this.asking = asking);
  }

  private async fetch(): Promise<ReadOnlyRow | undefined> {
    const askedAt = this.clock();
    const row = await this.metadata.queries.findReadOnly();
    // What this process has noted meanwhile is newer than this answer.
    if (this.last === undefined || this.last.askedAt < askedAt) this.learn(row, askedAt);
    return row;
  }

  private learn(row: ReadOnlyRow | undefined, askedAt = this.clock()): void {
    const isNew = this.last?.row?.since !== row?.since;
    this.last = { row, askedAt };
    if (isNew) this.onChange(row);
  }
}
