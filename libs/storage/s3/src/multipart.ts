import type { Bucket, Slice, UploadedPart } from './bucket.js';
import type { PartBuffer } from './part-buffer.js';

/** Parts that are sent at once: the next one is filled meanwhile. */
const UNDER_WAY = 2;

/** One object that is written in parts. Every failure shows at the next call. */
export class Multipart {
  readonly #uploaded: UploadedPart[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #size = 0;
  #count = 0;

  private constructor(
    private readonly bucket: Bucket,
    readonly key: string,
    private readonly uploadId: string,
  ) {}

  static async begin(bucket: Bucket, key: string): Promise<Multipart> {
    return new Multipart(bucket, key, await bucket.beginParts(key));
  }

  /** Bytes of all parts, sent or under way. */
  get size(): number {
    return this.#size;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes over a part and releases it once it is durable. Resolves when the next one may be filled. */
  async send(part: PartBuffer): Promise<void> {
    const payload = part.seal();
    const send = async (number: number) => {
      try {
        return await this.bucket.sendPart(this.key, this.uploadId, number, payload);
      } finally {
        part.release();
      }
    };
    await this.#start(part.length, send);
  }

  async copy(source: Slice): Promise<void> {
    await this.#start(source.end - source.start + 1, (number) =>
      this.bucket.copyPart(this.key, this.uploadId, number, source),
    );
  }

  /** Resolves when the object is durable. */
  async complete(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
    const parts = this.#uploaded.sort((a, b) => a.part - b.part);
    try {
      await this.bucket.completeParts(this.key, this.uploadId, parts);
    } catch (error) {
      // An answer that was lost, and an upload that is unknown ever since: the object tells.
      const size = await this.bucket.findSize(this.key).catch(() => undefined);
      if (size !== this.#size) throw error;
    }
  }

  /** Removes every part. Those under way may arrive later: sweeps find them. */
  async abort(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.bucket.abortParts(this.key, this.uploadId);
  }

  async #start(size: number, send: (number: number) => Promise<UploadedPart>): Promise<void> {
    this.#count += 1;
    this.#size += size;
    const run = send(this.#count).then(
      (part) => void this.#uploaded.push(part),
      (error) => void (this.#failure ??= { error }),
    );
    const underWay = run.finally(() => this.#underWay.delete(underWay));
    this.#underWay.add(underWay);
    if (this.#underWay.size >= UNDER_WAY) await Promise.race(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
