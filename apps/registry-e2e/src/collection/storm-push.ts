import { aDescriptor, aManifest, digestOf, type ManifestBuilder } from '@margo-registry/oci/testing';
import { demand, pushBlob } from '../harness/pushes.js';
import type { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';
import type { StormCounts } from './storm-ledger.js';

export const REPOSITORIES = ['storm/one', 'storm/two', 'storm/three'] as const;
/** Above the threshold of small content, so that bytes lie in the blob store. */
const LARGE = 40_000;
/** The content that all workers share: pushes of one are the mounts, collections and deletions of another. */
const SHARED = Array.from({ length: 12 }, (_, index) =>
  `layer ${index} `.repeat(index % 3 === 0 ? LARGE / 8 : 1),
);

/** Brings the content of a manifest as clients do: asked for first, or mounted, or pushed blindly. */
export class StormPush {
  constructor(
    private readonly client: RegistryClient,
    private readonly random: Random,
    private readonly counts: StormCounts,
  ) {}

  /** A manifest that no other push has, over content that others have too; some of it is nobody else's. */
  compose(name: string): { readonly document: ManifestBuilder; readonly contents: readonly string[] } {
    const layers = [
      this.pick(SHARED),
      this.pick(SHARED),
      this.random.below(3) === 0 ? `only of ${name}` : '{}',
    ];
    const contents = ['{}', ...layers];
    const document = layers.reduce(
      (manifest, layer) => manifest.withLayer(aDescriptor(layer)),
      aManifest().withAnnotation('name', name),
    );
    return { document, contents };
  }

  async bring(repository: string, contents: readonly string[]): Promise<void> {
    await Promise.all([...new Set(contents)].map((content) => this.bringOne(repository, content)));
  }

  private async bringOne(repository: string, content: string): Promise<void> {
    const digest = digestOf(content);
    const way = this.random.below(3);
    if (way === 0 && (await this.isThere(repository, digest))) return;
    if (way === 1 && (await this.mount(repository, digest))) return;
    await pushBlob(this.client, repository, content);
  }

  private async isThere(repository: string, digest: string): Promise<boolean> {
    const { status } = await this.client.head(`/v2/${repository}/blobs/${digest}`);
    if (status !== 200 && status !== 404) this.counts.faults.push(`HEAD of a blob answers ${status}`);
    return status === 200;
  }

  private async mount(repository: string, digest: string): Promise<boolean> {
    const from = this.pick(REPOSITORIES);
    const answer = await this.client.post(`/v2/${repository}/blobs/uploads/?mount=${digest}&from=${from}`);
    if (answer.status === 202) return false;
    demand(answer, 201);
    this.counts.mounted += 1;
    return true;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }
}
