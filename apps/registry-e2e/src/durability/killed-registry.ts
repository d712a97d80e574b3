import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../harness/random.js';
import { RegistryClient } from '../harness/registry-client.js';
import type { RunningRegistry } from '../harness/running-registry.js';
import { Ledger } from './ledger.js';
import { leaveUnfinished, pushUntil, type Pusher } from './pushers.js';

const PUSHERS = 6;
/** Milliseconds that pushes go on before the end comes, at most. */
const LONGEST_LIFE = 1000;

/** A registry that is killed and started again on the same stores, and what it has promised in all its lives. */
export class KilledRegistry {
  readonly ledger = new Ledger();
  private readonly random: Random;
  private life: { readonly registry: RunningRegistry; readonly client: RegistryClient } | undefined;

  constructor(
    private readonly run: () => Promise<RunningRegistry>,
    seed: number,
  ) {
    this.random = new Random(seed);
  }

  async start(): Promise<void> {
    const registry = await this.run();
    this.life = { registry, client: new RegistryClient(registry.url) };
  }

  get registry(): RunningRegistry {
    return this.current.registry;
  }

  get client(): RegistryClient {
    return this.current.client;
  }

  /** Pushes on behalf of the same ledger. */
  get pusher(): Pusher {
    return { client: this.client, ledger: this.ledger, random: this.random };
  }

  /** Lets clients push for a moment and kills it while they do. */
  async killDuringPushes(name: string): Promise<void> {
    await leaveUnfinished(this.pusher);
    let isOver = false;
    const pushers = Array.from({ length: PUSHERS }, (_, index) => {
      const pusher = { ...this.pusher, random: new Random(this.random.below(2 ** 31)) };
      return pushUntil(() => isOver, pusher, `${name}-${index}`);
    });
    await sleep(this.random.below(LONGEST_LIFE));
    isOver = true;
    await this.registry.kill();
    await this.client.close();
    await Promise.all(pushers);
  }

  async stop(): Promise<void> {
    await this.life?.client.close();
    await this.life?.registry.stop();
  }

  private get current() {
    if (this.life === undefined) throw new Error('the registry has not been started');
    return this.life;
  }
}
