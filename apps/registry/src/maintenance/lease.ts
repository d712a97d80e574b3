import type { MetadataStore } from '@margo-registry/storage-metadata';

const TTL = 10_000;
const RENEW_AFTER = 3_000;

/** A piece of work that one process at a time does; a dead holder's ends by itself after ten seconds. */
export class Lease {
  private renewedAt = performance.now();

  private constructor(
    private readonly metadata: MetadataStore,
    private readonly name: string,
    private readonly holder: string,
  ) {}

  /** Undefined while somebody else holds it. */
  static async take(metadata: MetadataStore, name: string, holder: string): Promise<Lease | undefined> {
    const lease = new Lease(metadata, name, holder);
    return (await lease.renew()) ? lease : undefined;
  }

  /** Called again and again while the work goes on; false when somebody else has taken over. */
  async keep(): Promise<boolean> {
    if (performance.now() - this.renewedAt < RENEW_AFTER) return true;
    this.renewedAt = performance.now();
    return this.renew();
  }

  async release(): Promise<void> {
    await this.metadata.commands.releaseLease({ name: this.name, holder: this.holder });
  }

  private async renew(): Promise<boolean> {
    const { name, holder } = this;
    const { held } = await this.metadata.commands.takeLease({ name, holder, ttlMilliseconds: TTL });
    return held;
  }
}
