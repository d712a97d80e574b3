import { OciError } from '@margo-registry/oci';
import type { BlobStore, StoredBlob } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { BLOB_STORE, METADATA } from '../storage/tokens.js';
import { Lease } from './lease.js';
import { ReadOnlyMode } from './read-only/read-only-mode.js';
import { refuseWrite } from './read-only/read-only-refusal.js';

const PAGE = 500;
const DAY = 24 * 3_600_000;
/** More orphans than this share (and than this number) mean that something else is wrong: the wrong database, say. */
const SMALL_SHARE = 0.05;
const SMALL_NUMBER = 10;
const MOST_ENTRIES = 1000;

export interface SweepReport {
  /** Everything in the blob store: blobs and segments. */
  readonly stored: number;
  /** Bytes that no row mentions. */
  readonly orphans: number;
  readonly bytes: number;
  /** Those that were deleted: doomed, to be precise, so that the bytes go after the grace time. */
  readonly deleted: number;
  /** Why nothing was written down or deleted. */
  readonly refused?: string;
  /** The first thousand. */
  readonly locations: readonly string[];
}

/** Looks for bytes that no row mentions: what a crash left between bytes and facts. Deletes nothing unless told to. */
@Injectable()
export class OrphanSweep {
  private readonly holder = randomUUID();

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /**
   * `remove` takes those that an earlier sweep saw, a day ago or longer. Throws `maintenance-busy` while another sweep is
   * under way, and `read-only` in that mode.
   */
  async run({ remove = false, now = this.metadata.now() } = {}): Promise<SweepReport> {
    const lease = await Lease.take(this.metadata, 'sweep', this.holder);
    if (lease === undefined) throw new OciError('maintenance-busy');
    try {
      const found = await this.findOrphans(lease, now);
      const refused = refusal(found.orphans.length, found.stored);
      const deleted = refused === undefined ? await this.judge(found.orphans, { remove, now }) : 0;
      return report(found, deleted, refused);
    } finally {
      await lease.release();
    }
  }

  /** Uploads are asked after the walk: whatever was published while it went on is known then. */
  private async findOrphans(lease: Lease, now: number): Promise<Found> {
    const unknown: StoredBlob[] = [];
    let [page, stored]: [StoredBlob[], number] = [[], 0];
    for await (const blob of this.blobs.list()) {
      stored += 1;
      page.push(blob);
      if (page.length < PAGE) continue;
      unknown.push(...(await this.findUnknown(page, now)));
      page = [];
      if (!(await lease.keep())) throw new OciError('maintenance-busy');
    }
    unknown.push(...(await this.findUnknown(page, now)));
    const held = await this.listHeld();
    return { stored, orphans: unknown.filter(({ location }) => !held.has(location)) };
  }

  /** Bytes of the last day may be on their way into a row. */
  private async findUnknown(page: readonly StoredBlob[], now: number): Promise<StoredBlob[]> {
    const old = page.filter(({ modifiedAt }) => modifiedAt.getTime() < now - DAY);
    const names = await this.metadata.queries.listUnknownLocations(old.map(({ location }) => location));
    const unknown = new Set(names);
    return old.filter(({ location }) => unknown.has(location));
  }

  private async refuseReadOnly(): Promise<void> {
    const readOnly = await ReadOnlyMode.of(this.metadata).find();
    if (readOnly !== undefined) throw refuseWrite(readOnly);
  }

  private async listHeld(): Promise<Set<string>> {
    const held = new Set<string>();
    let after: string | undefined;
    do {
      const { items, more } = await this.metadata.queries.listUploadLocations({ after, limit: PAGE });
      for (const { locations } of items) for (const location of locations) held.add(location);
      after = more ? items.at(-1)?.id : undefined;
    } while (after !== undefined);
    return held;
  }

  /** How many were doomed. What was seen before and is no orphan any longer is forgotten. */
  private async judge(
    orphans: readonly StoredBlob[],
    { remove, now }: { readonly remove: boolean; readonly now: number },
  ): Promise<number> {
    let deleted = 0;
    for (let start = 0; start < orphans.length; start += PAGE) {
      await this.refuseReadOnly();
      const locations = orphans.slice(start, start + PAGE).map(({ location }) => location);
      await this.metadata.commands.recordSightings({ kind: 'orphan', names: locations, now });
      if (!remove) continue;
      const { doomed } = await this.metadata.commands.doomOrphans({ locations, seenBefore: now - DAY, now });
      deleted += doomed.length;
    }
    await this.metadata.commands.forgetSightings({ kind: 'orphan', before: now });
    return deleted;
  }
}

interface Found {
  readonly stored: number;
  readonly orphans: readonly StoredBlob[];
}

function refusal(orphans: number, stored: number): string | undefined {
  if (orphans < SMALL_NUMBER || orphans <= stored * SMALL_SHARE) return undefined;
  return `${orphans} of ${stored} places look orphaned, which is too many to be leftovers; check that this database belongs to this store`;
}

function report({ stored, orphans }: Found, deleted: number, refused: string | undefined): SweepReport {
  const bytes = orphans.reduce((sum, { size }) => sum + size, 0);
  const locations = orphans.slice(0, MOST_ENTRIES).map(({ location }) => location);
  return { stored, orphans: orphans.length, bytes, deleted, refused, locations };
}
