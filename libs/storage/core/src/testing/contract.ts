import assert from 'node:assert/strict';
import type { BlobLocation, BlobStore } from '../blob-store.js';
import { locationsIn } from './bytes.js';

/** The four functions that every test runner has; those of node:test, Jest and Vitest fit. */
export interface ContractRunner {
  describe(title: string, body: () => void): void;
  it(title: string, body: () => Promise<void>): void;
  beforeEach(body: () => Promise<void>): void;
  afterEach(body: () => Promise<void>): void;
}

/** One empty place for bytes and a store on it. */
export interface ContractSubject {
  readonly store: BlobStore;
  /** Another store on the same place, as a process finds it after a restart. The first one may still be open. */
  reopen(): Promise<BlobStore>;
  /** Frees everything, also after a failed test. */
  destroy(): Promise<void>;
}

/** A promise that a driver does not keep. Its README should repeat the reason. */
export interface Deviation {
  /** The title of an existing test. */
  readonly test: string;
  readonly reason: string;
}

export interface ContractOptions {
  readonly runner: ContractRunner;
  /** Called before each test. */
  create(): Promise<ContractSubject>;
  /** A store whose backend does not answer. Without it the promises about one are not part of the run. */
  unavailable?(): Promise<BlobStore>;
  /** Blob sizes in bytes round the boundaries of the driver, in addition to the usual ones. */
  readonly awkwardSizes?: readonly number[];
  readonly deviations?: readonly Deviation[];
}

/** What the promise groups register their tests with. */
export class Contract {
  readonly #deviations: Map<string, string>;
  readonly #runner: ContractRunner;
  #subject: ContractSubject | undefined;

  constructor(readonly options: ContractOptions) {
    this.#runner = options.runner;
    this.#deviations = new Map(options.deviations?.map(({ test, reason }) => [test, reason]));
    this.#runner.beforeEach(async () => {
      this.#subject = await options.create();
    });
    this.#runner.afterEach(async () => {
      const subject = this.#subject;
      this.#subject = undefined;
      await subject?.destroy();
    });
  }

  /** A test that gets an empty place and must leave an empty place. */
  it(title: string, body: (subject: ContractSubject) => Promise<void>): void {
    const reason = this.#deviations.get(title);
    this.#deviations.delete(title);
    if (reason !== undefined) return this.#runner.it(`${title} (skipped: ${reason})`, async () => undefined);
    this.#runner.it(title, async () => {
      assert.ok(this.#subject, 'the runner did not call beforeEach');
      await body(this.#subject);
      assert.deepEqual(await this.#leftovers(this.#subject), [], 'the test left bytes behind');
    });
  }

  /** Throws where a deviation names no test: a title changed, or the driver keeps the promise. */
  checkDeviations(): void {
    const [unknown] = this.#deviations.keys();
    if (unknown !== undefined) throw new Error(`A deviation names no test of the contract: "${unknown}"`);
  }

  async #leftovers(subject: ContractSubject): Promise<BlobLocation[]> {
    const store = await subject.reopen();
    try {
      return await locationsIn(store);
    } finally {
      await store.close();
    }
  }
}
