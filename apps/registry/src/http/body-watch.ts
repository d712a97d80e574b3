import { OciError } from '@margo-registry/oci';
import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  /** Milliseconds of silence after which a body is given up. */
  readonly idle: number;
  /** Bytes per second, averaged since the start, below which a body is given up; judged from `idle` on. */
  readonly minRate: number;
}

/** Pulls chunks out of a request and ends the wait when the sender is silent, trickles, or is gone. */
export class BodyWatch {
  private readonly startedAt = Date.now();
  private received = 0;
  private wake: (() => void) | undefined;
  private readonly onChange = (): void => this.wake?.();

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
  ) {
    for (const event of ['readable', 'end', 'error', 'close']) request.on(event, this.onChange);
  }

  /** The next chunk, or `undefined` at the end of the body. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const chunk = this.request.read() as Buffer | null;
      if (chunk) return this.count(chunk);
      if (this.request.readableEnded) return undefined;
      if (this.request.destroyed || this.request.errored) throw cutShort();
      await this.change();
    }
  }

  end(): void {
    for (const event of ['readable', 'end', 'error', 'close']) this.request.off(event, this.onChange);
  }

  private count(chunk: Buffer): Buffer {
    this.received += chunk.length;
    const elapsed = Date.now() - this.startedAt;
    if (elapsed > this.limits.idle && this.received * 1000 < this.limits.minRate * elapsed) {
      throw new OciError('body-timeout', { detail: { minimumBytesPerSecond: this.limits.minRate } });
    }
    return chunk;
  }

  private async change(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const silent = await new Promise<boolean>((resolve) => {
      this.wake = () => resolve(false);
      timer = setTimeout(() => resolve(true), this.limits.idle);
    });
    clearTimeout(timer);
    this.wake = undefined;
    if (silent) throw new OciError('body-timeout', { detail: { idleMilliseconds: this.limits.idle } });
  }
}

function cutShort(): OciError {
  return new OciError('blob-upload-invalid', {
    message: 'the connection ended before the whole body had arrived; send the rest again',
  });
}
