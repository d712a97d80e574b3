import { SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal.js';
import type { PushProgress } from './push-package.js';

/** A bar on a terminal, a line for each blob elsewhere. */
export function createProgress({ err }: Terminal): PushProgress {
  return err.isTTY === true ? new BarProgress(err) : new LineProgress(err);
}

class BarProgress implements PushProgress {
  private readonly bar: SingleBar;

  constructor(stream: Terminal['err']) {
    this.bar = new SingleBar({
      stream: stream as NodeJS.WriteStream,
      format: '{bar} {percentage}% {name}',
      clearOnComplete: true,
    });
  }

  begin(bytes: number): void {
    this.bar.start(bytes, 0, { name: '' });
  }

  advance(name: string, bytes: number): void {
    this.bar.increment(bytes, { name });
  }

  end(): void {
    this.bar.stop();
  }
}

class LineProgress implements PushProgress {
  constructor(private readonly stream: Terminal['err']) {}

  begin(): void {
    // The lines need no total.
  }

  advance(name: string, bytes: number, wasThere: boolean): void {
    this.stream.write(`${wasThere ? 'exists' : 'pushed'} ${name} (${bytes} bytes)\n`);
  }

  end(): void {
    // The last line was the last blob.
  }
}
