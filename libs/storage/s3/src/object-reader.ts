import type { IncomingMessage } from 'node:http';
import type { ByteRange } from '@margo-registry/storage-core';
import type { Bucket } from './bucket.js';
import { Refusal } from './refusal.js';
import { isPassing, pauseBefore } from './retry.js';
import { ObjectDamaged } from './s3-error.js';
import { StallWatch } from './stall-watch.js';

/** Bytes after which a break counts as the first one again. */
const PROGRESS = 1024 * 1024;

/**
 * Yields the bytes of an object, or of `range` of it. A connection that breaks is followed by another one that begins
 * where it ended: an object never changes. Throws the signal's reason, a {@link Refusal}, or {@link ObjectDamaged}.
 */
export async function* readObject(
  bucket: Bucket,
  key: string,
  range?: ByteRange,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const rest = { start: range?.start ?? 0, end: range?.end };
  for (let breaks = 0, brokeAt = rest.start; ;) {
    try {
      yield* readRest(bucket, key, rest, signal);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (rest.start - brokeAt > PROGRESS) breaks = 0;
      breaks += 1;
      brokeAt = rest.start;
      if (breaks >= bucket.limits.attempts || error instanceof Refusal || !isPassing(error)) throw error;
      await pauseBefore(breaks + 1, bucket.limits, signal);
    }
  }
}

/** What is left to read; moves on with each chunk. Without `end` to the end of the object, which the answer tells. */
interface Rest {
  start: number;
  end: number | undefined;
}

async function* readRest(
  bucket: Bucket,
  key: string,
  rest: Rest,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const aborter = new AbortController();
  const abort = () => aborter.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });
  let answer: IncomingMessage | undefined;
  try {
    const length = rest.end === undefined ? 0 : rest.end - rest.start + 1;
    answer = await bucket.get(key, rest.start, length, aborter);
    rest.end ??= rest.start + lengthOf(answer) - 1;
    checkAnswer(answer, rest);
    yield* chunksOf(answer, rest, new StallWatch(bucket.limits, (reason) => answer?.destroy(reason)));
  } finally {
    signal?.removeEventListener('abort', abort);
    answer?.destroy();
  }
}

async function* chunksOf(answer: IncomingMessage, rest: Rest, watch: StallWatch): AsyncGenerator<Uint8Array> {
  const last = rest.end as number;
  const chunks = (answer as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  while (rest.start <= last) {
    const step = await watch.watch(chunks.next(), ({ done, value }) => (done ? 0 : value.length));
    if (step.done) throw new ObjectDamaged(`${last - rest.start + 1} bytes fewer than asked for`);
    const chunk = step.value.subarray(0, last - rest.start + 1);
    rest.start += chunk.length;
    yield chunk;
  }
}

function checkAnswer(answer: IncomingMessage, { start, end }: Rest): void {
  const wanted = (end as number) - start + 1;
  if (answer.statusCode === 200 && start > 0)
    throw new ObjectDamaged('the service answered a range with the whole object');
  if (answer.statusCode === 206) {
    const first = Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1]);
    if (first !== start) throw new ObjectDamaged(`asked for byte ${start}, got byte ${first}`);
  }
  if (lengthOf(answer) < wanted)
    throw new ObjectDamaged(`${lengthOf(answer)} bytes there, ${wanted} asked for`);
}

function lengthOf(answer: IncomingMessage): number {
  const length = Number(answer.headers['content-length']);
  if (!Number.isSafeInteger(length)) throw new ObjectDamaged('the service does not tell the size');
  return length;
}
