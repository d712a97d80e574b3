import { chunksOf } from './bytes.js';

/** Yields `bytes` and then throws `reason`, as a connection that is cut. */
export async function* cutAfter(bytes: Uint8Array, reason: unknown): AsyncGenerator<Uint8Array> {
  yield* chunksOf(bytes);
  throw reason;
}

/** Yields `bytes` and then calls `silent` and says nothing more, as a connection that hangs. */
export async function* silentAfter(bytes: Uint8Array, silent: () => void): AsyncGenerator<Uint8Array> {
  yield* chunksOf(bytes);
  silent();
  await new Promise(() => undefined);
}

/** Several sources that each wait until all of them were asked for a first chunk, so that their appends overlap. */
export function overlapping(...contents: Uint8Array[]): AsyncIterable<Uint8Array>[] {
  let missing = contents.length;
  let release: () => void = () => undefined;
  const allHere = new Promise<void>((resolve) => (release = resolve));
  return contents.map(async function* (bytes) {
    missing -= 1;
    if (missing === 0) release();
    await allHere;
    for await (const chunk of chunksOf(bytes, 1000)) {
      yield chunk;
      await new Promise(setImmediate);
    }
  });
}
