import { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { Ledger } from './ledger.js';
import { pickPush, pushPackage, type Push } from './pushers.js';

export interface StormOptions {
  /** One that tries again: a push that fails in the end fails the storm. */
  readonly client: RegistryClient;
  readonly random: Random;
  /** Push a bit of everything. */
  readonly pushers?: number;
  /** Push packages of small content alone, which no blob store takes part in. */
  readonly packagers?: number;
}

/** Clients that push one thing after the other, all at once, until they are told to stop. */
export class PushStorm {
  readonly ledger = new Ledger();
  private isOver = false;
  private readonly pushing: Promise<unknown>;

  private constructor(private readonly options: StormOptions) {
    const { pushers = 0, packagers = 0 } = options;
    const all = [
      ...Array.from({ length: pushers }, (_, index) => this.pushOn(`pusher-${index}`, pickPush)),
      ...Array.from({ length: packagers }, (_, index) => this.pushOn(`packager-${index}`, () => pushPackage)),
    ];
    this.pushing = Promise.all(all);
    // Whoever ends the storm is told.
    this.pushing.catch(() => undefined);
  }

  static begin(options: StormOptions): PushStorm {
    return new PushStorm(options);
  }

  /** Lets every push under way come to its end. Rejects when one failed for good. */
  async end(): Promise<Ledger> {
    this.isOver = true;
    await this.pushing;
    return this.ledger;
  }

  private async pushOn(name: string, pick: (random: Random) => Push): Promise<void> {
    const { client, random } = this.options;
    const pusher = { client, ledger: this.ledger, random: new Random(random.below(2 ** 31)) };
    for (let count = 0; !this.isOver; count += 1) await pick(pusher.random)(pusher, `${name}-${count}`);
  }
}
