import { ArchiveError } from './archive-error.js';
import type { ArchiveLimits } from './archive-entry.js';

const SMALL = 1024 * 1024;

/** Counts what an archive unpacks to, and stops at the limits before memory is taken. */
export class UnpackedBudget {
  private entries = 0;
  private bytes = 0;

  constructor(
    private readonly limits: ArchiveLimits,
    private readonly packedBytes: number,
  ) {}

  /** More than this is refused. */
  get mostBytes(): number {
    const { unpackedBytes, ratio } = this.limits;
    return Math.min(unpackedBytes, Math.max(SMALL, ratio * this.packedBytes));
  }

  takeEntry(): void {
    this.entries += 1;
    if (this.entries > this.limits.entries)
      throw new ArchiveError(
        'too-large',
        `The archive has more than ${this.limits.entries} entries; pack fewer files.`,
      );
  }

  takeBytes(count: number): void {
    this.bytes += count;
    const { unpackedBytes, ratio } = this.limits;
    if (this.bytes > unpackedBytes)
      throw new ArchiveError(
        'too-large',
        `The archive unpacks to more than ${unpackedBytes} bytes; pack smaller files.`,
      );
    if (this.bytes > SMALL && this.bytes > ratio * this.packedBytes)
      throw new ArchiveError(
        'too-large',
        `The archive unpacks to more than ${ratio} times its size, as decompression bombs do; pack it without such content.`,
      );
  }
}
