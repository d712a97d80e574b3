import type { ManifestBuilder } from '@margo-registry/oci/testing';

export interface StormManifest {
  readonly repository: string;
  readonly digest: string;
  readonly document: ManifestBuilder;
  readonly blobs: readonly string[];
  /** What was acknowledged to point to it, and not taken away since. */
  readonly tags: Set<string>;
}

/** What one worker was promised. Workers share blobs, but no manifest and no tag. */
export class StormLedger {
  readonly manifests: StormManifest[] = [];
  /** The tag that a request under way is about: nobody knows where it points until the answer. */
  uncertain: string | undefined;

  /** The tag points to `manifest` and to no other one of the repository. */
  point(manifest: StormManifest, tag: string): void {
    for (const other of this.manifests) if (other.repository === manifest.repository) other.tags.delete(tag);
    if (!this.manifests.includes(manifest)) this.manifests.push(manifest);
    manifest.tags.add(tag);
  }

  forget(manifest: StormManifest): void {
    this.manifests.splice(this.manifests.indexOf(manifest), 1);
  }
}

/** What all workers together met. */
export interface StormCounts {
  pushed: number;
  /** Told MANIFEST_BLOB_UNKNOWN: the collector was faster, and the push began again. */
  refused: number;
  mounted: number;
  deleted: number;
  moved: number;
  looks: number;
  readonly faults: string[];
}

export function noCounts(): StormCounts {
  return { pushed: 0, refused: 0, mounted: 0, deleted: 0, moved: 0, looks: 0, faults: [] };
}
