import { setTimeout as delay } from 'node:timers/promises';
import type { Bucket } from './bucket.js';
import type { Layout } from './layout.js';
import { Refusal } from './refusal.js';

/** Milliseconds in which a second claim that is under way arrives. */
const SETTLING = 1_000;

/** The object that says whose store this is. */
export class StoreMark {
  constructor(
    private readonly bucket: Bucket,
    private readonly layout: Layout,
  ) {}

  /**
   * Writes `storeId` where no mark stands, and resolves with the one that stands then. Where the service does not honour
   * `If-None-Match`, which a second try tells, two claims may overwrite each other: there the last one counts, after a pause.
   */
  async claim(storeId: string): Promise<string> {
    const standing = await this.#find();
    if (standing !== undefined) return standing;
    const isOurs = await this.#write(storeId);
    if (isOurs && (await this.#write(storeId))) await delay(SETTLING);
    return (await this.#find()) as string;
  }

  async #find(): Promise<string | undefined> {
    return this.bucket.findText(this.layout.storeId);
  }

  /** False where a mark stands. */
  async #write(storeId: string): Promise<boolean> {
    try {
      await this.bucket.put(this.layout.storeId, Buffer.from(storeId), { isNew: true });
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'PreconditionFailed') return false;
      throw error;
    }
  }
}
