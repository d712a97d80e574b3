import { createHmac, randomBytes } from 'node:crypto';

const BYTES = 16;

/**
 * Names for tokens, codes and requests: 22 base64url characters, 128 bits.
 * With a seed they repeat from run to run (reproducible mode) and can be guessed; without one they are random.
 */
export class Ids {
  private count = 0;

  constructor(private readonly seed?: string) {}

  next(): string {
    return this.bytes().toString('base64url');
  }

  /** At least 0 and less than 1, for choices that must repeat with the seed too. */
  fraction(): number {
    return this.bytes().readUInt32BE(0) / 0x1_0000_0000;
  }

  /** Begins the series again. */
  reset(): void {
    this.count = 0;
  }

  private bytes(): Buffer {
    if (this.seed === undefined) return randomBytes(BYTES);
    this.count += 1;
    return createHmac('sha256', this.seed).update(`id ${this.count}`).digest().subarray(0, BYTES);
  }
}
