import { digestOf } from '@margo-registry/oci/testing';
import { pushBlob, pushImage } from './pushes.js';
import { Random } from './random.js';
import type { RegistryClient } from './registry-client.js';

export interface PullLoadOptions {
  /** A pull that it gives up on fails the load. */
  readonly client: RegistryClient;
  readonly pullers: number;
}

const REPOSITORY = 'load/pulls';
/** Above the threshold of small content, so that the bytes come from the bucket. */
const LARGE = 2_000_000;

/** Clients that pull a manifest and a large blob again and again, and look at every byte. */
export class PullLoad {
  private isOver = false;
  private pulls = 0;
  private readonly pulling: Promise<unknown>;

  private constructor(
    private readonly client: RegistryClient,
    pullers: number,
    paths: readonly (readonly [path: string, digest: string])[],
  ) {
    this.pulling = Promise.all(Array.from({ length: pullers }, () => this.pullOn(paths)));
    // Whoever ends the load is told.
    this.pulling.catch(() => undefined);
  }

  static async begin({ client, pullers }: PullLoadOptions): Promise<PullLoad> {
    const manifest = await pushImage(client, REPOSITORY, 'v1');
    const blob = await pushBlob(client, REPOSITORY, new Random(1).bytes(LARGE));
    return new PullLoad(client, pullers, [
      [`/v2/${REPOSITORY}/manifests/v1`, manifest],
      [`/v2/${REPOSITORY}/blobs/${blob}`, blob],
    ]);
  }

  /** Resolves with the number of good answers; rejects when a pull failed for good or had other bytes. */
  async end(): Promise<number> {
    this.isOver = true;
    await this.pulling;
    return this.pulls;
  }

  private async pullOn(paths: readonly (readonly [path: string, digest: string])[]): Promise<void> {
    for (let count = 0; !this.isOver; count += 1) {
      const [path, digest] = paths[count % paths.length]!;
      const { status, body } = await this.client.get(path);
      if (status !== 200 || digestOf(body) !== digest)
        throw new Error(`${path} answered ${status} with ${body.length} bytes`);
      this.pulls += 1;
    }
  }
}
