import { digestOf } from '@margo-registry/oci/testing';

export interface Unfinished {
  /** Bytes that an answer has confirmed. */
  readonly acknowledged: number;
  /** All that the upload is to hold in the end. */
  readonly content: Buffer;
}

/** What the registry has promised to keep, and what it may or may not have. */
export class Ledger {
  /** Blobs that were sent, acknowledged or not: if they are there, then whole. */
  readonly attempts = new Set<string>();
  /** Acknowledged blobs. */
  readonly blobs = new Set<string>();
  /** Acknowledged manifests by digest. */
  readonly manifests = new Set<string>();
  /** For each tag the digest of its acknowledged push. Every tag is pushed once. */
  readonly tags = new Map<string, string>();
  /** Uploads that were begun and not closed, by location. */
  readonly uploads = new Map<string, Unfinished>();

  /** Notes the attempt, and the blob once `push` has been acknowledged. */
  async record(content: string | Uint8Array, push: () => Promise<unknown>): Promise<void> {
    const digest = digestOf(content);
    this.attempts.add(digest);
    await push();
    this.attempts.delete(digest);
    this.blobs.add(digest);
  }

  addManifest(digest: string, tag: string): void {
    this.manifests.add(digest);
    this.tags.set(tag, digest);
  }
}
