import { setTimeout as delay } from 'node:timers/promises';
import type { Bucket } from './bucket.js';
import type { Layout } from './layout.js';
import { Payload } from './payload.js';
import { Refusal } from './refusal.js';

/** Milliseconds in which a claim that is under way arrives. */
const SETTLING = 1_000;

/** The object that says whose store this is. */
export class StoreMark {
  constructor(
    private readonly bucket: Bucket,
    private readonly layout: Layout,
  ) {}

  /**
   * Writes `storeId` where no mark stands, and resolves with the one that stands then. Where the service does not honour
   * `If-None-Match`, claims at once may overwrite each other: there the last one counts, after a pause.
   */
  async claim(storeId: string): Promise<string> {
    const { storeId: key } = this.layout;
    if ((await this.bucket.findText(key)) === undefined) await this.#isNew(key, storeId);
    if (!(await this.#honoursConditions())) await delay(SETTLING);
    return (await this.bucket.findText(key)) as string;
  }

  async #honoursConditions(): Promise<boolean> {
    const { probe } = this.layout;
    await this.#isNew(probe, 'ping');
    const isRefused = !(await this.#isNew(probe, 'ping'));
    await this.bucket.remove(probe);
    return isRefused;
  }

  /** Writes an object; false where one stands and the service says so. */
  async #isNew(key: string, text: string): Promise<boolean> {
    try {
      await this.bucket.put(key, new Payload([Buffer.from(text)]), { isNew: true });
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'PreconditionFailed') return false;
      throw error;
    }
  }
}
