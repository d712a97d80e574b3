import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { someBytes } from '../clients/some-bytes.js';
import { demand, pushBlob, pushManifest } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';

const REPOSITORY = 'acme/load';
/** Above every threshold for small content in these tests. */
const LARGE = 200_000;

export interface Acknowledged {
  readonly tag: string;
  readonly digest: string;
  readonly layers: readonly string[];
}

/** Clients that push packages of a small and a large layer one after the other, and delete blobs that nobody needs, until they are told to stop. */
export class BackupLoad {
  readonly acknowledged: Acknowledged[] = [];
  private isOver = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly client: RegistryClient,
    pushers: number,
    /** Begins the tags; clients of several replicas need names of their own. */
    name = 'p',
  ) {
    this.running = Promise.all(Array.from({ length: pushers }, (_, index) => this.pushOn(`${name}${index}`)));
    this.running.catch(() => undefined);
  }

  /** Rejects with what failed. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async pushOn(name: string): Promise<void> {
    for (let number = 0; !this.isOver; number += 1) {
      const tag = `${name}-${number}`;
      const small = Buffer.from(`layer of ${tag}`);
      const large = someBytes(tag, LARGE);
      for (const layer of [Buffer.from('{}'), small, large]) await pushBlob(this.client, REPOSITORY, layer);
      const manifest = aManifest().withLayer(aDescriptor(small)).withLayer(aDescriptor(large));
      const digest = await pushManifest(this.client, REPOSITORY, manifest, tag);
      this.acknowledged.push({ tag, digest, layers: [digestOf(small), digestOf(large)] });
      await this.deleteOne(`${tag} unwanted`);
    }
  }

  private async deleteOne(name: string): Promise<void> {
    const digest = await pushBlob(this.client, REPOSITORY, someBytes(name, LARGE));
    demand(await this.client.delete(`/v2/${REPOSITORY}/blobs/${digest}`), 202);
  }
}

/** Pulls everything; what comes must hash to what it is. */
export async function pullEach(client: RegistryClient, packages: readonly Acknowledged[]): Promise<void> {
  for (const { tag, digest, layers } of packages) {
    const manifest = demand(await client.get(`/v2/${REPOSITORY}/manifests/${tag}`), 200);
    expect(digestOf(manifest.body)).toBe(digest);
    for (const layer of layers) {
      const blob = demand(await client.get(`/v2/${REPOSITORY}/blobs/${layer}`), 200);
      expect(digestOf(blob.body)).toBe(layer);
    }
  }
}
