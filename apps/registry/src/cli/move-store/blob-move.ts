import type { StoredBlobFact } from '@margo-registry/storage-metadata';
import type { BlobStore } from '@margo-registry/storage-core';
import { hasByte, isIntact, type Damage } from '../blob-bytes.js';
import { inParallel } from '../in-parallel.js';
import { BlobCopy } from './blob-copy.js';
import { FactWriter } from './fact-writer.js';
import type { Move } from './move.js';

const PAGE = 64;
/** Copies at once: enough to hide the way to a store, few enough for its memory. */
const AT_ONCE = 4;

/** Carries the blobs: bytes first, then what is known of them. */
export class BlobMove {
  private readonly copy: BlobCopy;
  private readonly writer: FactWriter;

  constructor(private readonly move: Move) {
    const { source, target, inline, progress } = move;
    this.copy = new BlobCopy(source.blobs, target.blobs, inline, progress);
    this.writer = new FactWriter(move.target.metadata);
  }

  async run(): Promise<void> {
    const page: StoredBlobFact[] = [];
    for await (const fact of this.move.source.blobFacts()) {
      page.push(fact);
      if (page.length === PAGE) await this.carryPage(page.splice(0));
    }
    await this.carryPage(page);
  }

  private async carryPage(page: readonly StoredBlobFact[]): Promise<void> {
    const { queries } = this.move.target.metadata;
    const there = new Map(
      (await queries.findBlobFacts(page.map(digestOf))).map((fact) => [fact.digest, fact]),
    );
    await inParallel(page, AT_ONCE, (fact) => this.carry(fact, there.get(fact.digest)));
    await this.writer.flush();
  }

  private async carry(fact: StoredBlobFact, there: StoredBlobFact | undefined): Promise<void> {
    const { blobs } = this.move.report;
    if (there !== undefined && (await isThere(there, this.move.target.blobs))) {
      blobs.skipped += 1;
      this.move.progress.add(fact.size);
      return;
    }
    const copied = await this.copy.copy(fact);
    if ('damage' in copied) return this.leaveBytes(fact, copied.damage);
    await this.writer.add({ ...fact, content: copied.content, damagedAt: null });
    // What took long to copy is written down at once: a run that is cut off here need not copy it again.
    if ('location' in copied.content) await this.writer.flush();
    blobs.copied += 1;
    blobs.bytes += fact.size;
  }

  /** The blob counts as absent in the target until it is pushed again; its links and manifests arrive. */
  private async leaveBytes(fact: StoredBlobFact, damage: Damage): Promise<void> {
    const { digest } = fact;
    await this.writer.add({ ...fact, content: null, damagedAt: fact.damagedAt ?? Date.now() });
    const repositories = await this.move.source.repositoriesWith(digest);
    this.move.report.damaged.push({ kind: 'blob', digest, damage, repositories });
  }
}

function digestOf({ digest }: StoredBlobFact): string {
  return digest;
}

/** Whether a blob of the target is whole: it was hashed when it came, so its last byte tells. */
async function isThere(
  { digest, size, content, damagedAt }: StoredBlobFact,
  blobs: BlobStore,
): Promise<boolean> {
  if (damagedAt !== null || content === null) return false;
  if ('payload' in content) return isIntact(digest, content.payload);
  return hasByte(blobs, content.location, size - 1);
}
