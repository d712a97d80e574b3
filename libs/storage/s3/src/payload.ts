import { createHash } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { Readable } from 'node:stream';

/** What one request sends: bytes in blocks that are not copied again, as a body that is made anew for each try. */
export class Payload {
  readonly length: number;
  #sha256: string | undefined;
  #readers = 0;

  constructor(private readonly blocks: readonly Buffer[]) {
    this.length = blocks.reduce((sum, { length }) => sum + length, 0);
  }

  /** Lower-case hex. */
  get sha256(): string {
    return (this.#sha256 ??= this.#hash());
  }

  /** False while a socket may still read the blocks. */
  get isAtRest(): boolean {
    return this.#readers === 0;
  }

  body(): Buffer | Readable {
    const [only = Buffer.alloc(0), ...others] = this.blocks;
    return others.length === 0 ? only : Readable.from(this.blocks);
  }

  /** Counts a request that sends {@link body}, until its last byte is with the system or its socket is closed. */
  watch(request: ClientRequest): void {
    let isReading = true;
    const end = () => {
      if (isReading) this.#readers -= 1;
      isReading = false;
    };
    this.#readers += 1;
    request.once('finish', end).once('close', end);
  }

  #hash(): string {
    const hash = createHash('sha256');
    for (const block of this.blocks) hash.update(block);
    return hash.digest('hex');
  }
}
