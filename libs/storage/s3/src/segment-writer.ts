import type { BlobLocation } from '@margo-registry/storage-core';
import type { BlockPool } from './block-pool.js';
import type { Bucket } from './bucket.js';
import type { Layout } from './layout.js';
import { Multipart } from './multipart.js';
import { PartBuffer } from './part-buffer.js';
import { sizeOfPart, type PartSizes } from './part-sizes.js';

/** An object that holds bytes of an upload. */
export interface Segment {
  readonly location: BlobLocation;
  readonly size: number;
}

/** What every writer of a store shares. */
export interface WriterContext {
  readonly bucket: Bucket;
  readonly layout: Layout;
  readonly memory: BlockPool;
  readonly partSizes: PartSizes;
}

/**
 * Writes the bytes of one append under keys that nobody else has: one object, by a single request where a part holds
 * all, else in parts; and a further object each time one cannot take more parts.
 */
export class SegmentWriter {
  readonly #segments: Segment[] = [];
  #location: BlobLocation;
  #object: Multipart | undefined;
  #part: PartBuffer;

  constructor(
    private readonly context: WriterContext,
    private readonly signal?: AbortSignal,
  ) {
    this.#location = context.layout.newBlob();
    this.#part = this.#newPart();
  }

  /** Resolves when `chunk` may be overwritten. Rejects with the signal's reason while it waits for memory. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      if (this.#part.isFull) await this.#send();
      taken += await this.#part.write(chunk.subarray(taken), this.signal);
    }
  }

  /** Resolves with what was written, once it is durable. */
  async end(): Promise<readonly Segment[]> {
    if (this.#object !== undefined) {
      if (this.#part.length > 0) await this.#object.send(this.#part);
      await this.#complete(this.#object);
    } else if (this.#part.length > 0) {
      await this.context.bucket.put(this.#key(), this.#part.seal());
      this.#segments.push({ location: this.#location, size: this.#part.length });
    }
    this.#part.release();
    return this.#segments;
  }

  /** Gives the memory back and removes what was written, as far as the service lets it. */
  async discard(): Promise<void> {
    const { bucket, layout } = this.context;
    this.#part.release();
    const written = [this.#location, ...this.#segments.map(({ location }) => location)];
    await Promise.allSettled([
      this.#object?.abort(),
      ...written.map((location) => bucket.remove(layout.key(location))),
    ]);
  }

  async #send(): Promise<void> {
    this.#object ??= await Multipart.begin(this.context.bucket, this.#key());
    await this.#object.send(this.#part);
    if (this.#object.count >= this.context.partSizes.mostParts) {
      await this.#complete(this.#object);
      this.#location = this.context.layout.newBlob();
    }
    this.#part = this.#newPart();
  }

  async #complete(object: Multipart): Promise<void> {
    await object.complete();
    this.#segments.push({ location: this.#location, size: object.size });
    this.#object = undefined;
  }

  #newPart(): PartBuffer {
    return new PartBuffer(
      this.context.memory,
      sizeOfPart((this.#object?.count ?? 0) + 1, this.context.partSizes),
    );
  }

  #key(): string {
    return this.context.layout.key(this.#location);
  }
}
