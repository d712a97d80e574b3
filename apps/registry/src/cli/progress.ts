import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';
import { roughly } from './words.js';

/** How far a command is, in bytes. */
export interface Progress {
  start(total: number): void;
  add(bytes: number): void;
  stop(): void;
}

const LINE_EVERY = 5000;

/** A bar where a person looks, else a line every few seconds. */
export function progressOn(err: Terminal['err'], verb: string): Progress {
  return err.isTTY === true ? new ProgressBar(err, verb) : new ProgressLines(err, verb);
}

class ProgressBar implements Progress {
  private readonly bar: SingleBar;

  constructor(stream: Terminal['err'], verb: string) {
    const format = `${verb} {bar} {percentage}% | {of} | {eta_formatted} left`;
    this.bar = new SingleBar(
      { stream: stream as NodeJS.WriteStream, format, linewrap: true },
      Presets.shades_classic,
    );
  }

  start(total: number): void {
    this.bar.start(total, 0, { of: '' });
  }

  add(bytes: number): void {
    this.bar.increment(bytes, { of: `of ${roughly(this.bar.getTotal())}` });
  }

  stop(): void {
    this.bar.stop();
  }
}

class ProgressLines implements Progress {
  private total = 0;
  private done = 0;
  private nextLine = 0;

  constructor(
    private readonly stream: Terminal['err'],
    private readonly verb: string,
  ) {}

  start(total: number): void {
    this.total = total;
    this.nextLine = Date.now() + LINE_EVERY;
  }

  add(bytes: number): void {
    this.done += bytes;
    if (Date.now() < this.nextLine) return;
    this.nextLine = Date.now() + LINE_EVERY;
    this.stream.write(`${this.verb} ${roughly(this.done)} of ${roughly(this.total)}\n`);
  }

  stop(): void {
    // The summary says the rest.
  }
}
