import { jest } from '@jest/globals';
import { InterruptibleSource } from './interruptible-source.js';

const REASON = new Error('enough');

describe('InterruptibleSource', () => {
  it('yields every chunk and no interruption for a source that ends by itself', async () => {
    const source = new InterruptibleSource(letters('a', 'b'), new AbortController().signal);
    expect(await textOf(source)).toBe('ab');
    expect(source.interruption).toBeUndefined();
  });

  it('ends where the source throws, and tells what it threw, be it nothing at all', async () => {
    for (const reason of [REASON, undefined]) {
      const source = new InterruptibleSource(failing(reason));
      expect(await textOf(source)).toBe('a');
      expect(source.interruption).toEqual({ reason });
    }
  });

  it('ends at an abort while the source is silent, and releases the source without waiting for it', async () => {
    const aborter = new AbortController();
    const release = jest.fn(() => new Promise<never>(() => undefined));
    const silent = { next: () => new Promise<never>(() => undefined), return: release };
    const source = new InterruptibleSource({ [Symbol.asyncIterator]: () => silent }, aborter.signal);
    setImmediate(() => aborter.abort(REASON));
    expect(await textOf(source)).toBe('');
    expect(source.interruption).toEqual({ reason: REASON });
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('does not touch a source whose signal is aborted beforehand', async () => {
    const begin = jest.fn(() => letters('a'));
    const source = new InterruptibleSource({ [Symbol.asyncIterator]: begin }, AbortSignal.abort(REASON));
    expect(await textOf(source)).toBe('');
    expect(begin).not.toHaveBeenCalled();
  });

  it('releases the source when the driver stops asking', async () => {
    let released = false;
    const source = new InterruptibleSource(whenReleased(() => (released = true)));
    for await (const _ of source) break;
    await new Promise(setImmediate);
    expect(released).toBe(true);
    expect(source.interruption).toBeUndefined();
  });

  it('leaves no listener on the signal, however many chunks came', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    await textOf(new InterruptibleSource(letters(...'abcdefghij'), signal));
    await new Promise(setImmediate);
    expect(added.mock.calls.length).toBeGreaterThan(10);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });
});

async function* letters(...all: string[]): AsyncGenerator<Uint8Array> {
  for (const letter of all) yield Buffer.from(letter);
}

async function* failing(reason: unknown): AsyncGenerator<Uint8Array> {
  yield* letters('a');
  throw reason;
}

async function* whenReleased(released: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* letters('a', 'b');
  } finally {
    released();
  }
}

async function textOf(source: InterruptibleSource): Promise<string> {
  let text = '';
  for await (const chunk of source) text += Buffer.from(chunk).toString();
  return text;
}
