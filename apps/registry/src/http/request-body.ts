import { OciError } from '@margo-registry/oci';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyWatch, type BodyLimits } from './body-watch.js';

/** Why a body that is over its limit is refused. */
export type TooLarge = 'blob-too-large' | 'manifest-too-large' | 'input-too-large';

/** The body of one request: read once, in order, with a watch on silence and rate. */
export class RequestBody {
  /** `Content-Length`, or `undefined` for a chunked body; 0 where there is none. */
  readonly length: number | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly limits: BodyLimits,
  ) {
    const stated = request.headers['content-length'];
    this.length = request.headers['transfer-encoding'] === undefined ? Number(stated ?? 0) : undefined;
  }

  /**
   * Yields the body. Throws `blob-too-large` beyond `maximum` bytes, `body-timeout` for silence or a trickle, and
   * `blob-upload-invalid` when the connection ends early.
   */
  async *chunks(maximum: number): AsyncGenerator<Buffer> {
    this.refuseAbove(maximum);
    this.invite();
    let size = 0;
    const watch = new BodyWatch(this.request, this.limits);
    try {
      for (let chunk = await watch.next(); chunk; chunk = await watch.next()) {
        size += chunk.length;
        if (size > maximum) throw new OciError('blob-too-large', { detail: { maximum } });
        yield chunk;
      }
    } finally {
      watch.end();
    }
  }

  /** The whole body. Throws as {@link chunks}; `tooLarge` names the reason for one that is over `maximum` bytes. */
  async collect(maximum: number, tooLarge: TooLarge): Promise<Buffer> {
    if (this.length === 0) return Buffer.alloc(0);
    try {
      const parts: Buffer[] = [];
      for await (const chunk of this.chunks(maximum)) parts.push(chunk);
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    } catch (error) {
      throw error instanceof OciError && error.reason === 'blob-too-large'
        ? new OciError(tooLarge, { detail: { maximum } })
        : error;
    }
  }

  private refuseAbove(maximum: number): void {
    if (this.length !== undefined && this.length > maximum) {
      throw new OciError('blob-too-large', { detail: { maximum, length: this.length } });
    }
  }

  /** Answers `Expect: 100-continue` only here: everything that can refuse the request has been asked by now. */
  private invite(): void {
    if (this.request.headers.expect?.toLowerCase() === '100-continue') this.response.writeContinue();
  }
}
