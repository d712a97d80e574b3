import type { BlobLocation } from '@margo-registry/storage-core';
import { planJoin, sizeOfRanges, type Range } from './join-plan.js';
import { Multipart } from './multipart.js';
import { readObject } from './object-reader.js';
import { PartBuffer } from './part-buffer.js';
import { Payload } from './payload.js';
import type { Segment, WriterContext } from './segment-writer.js';

/** Writes one object of all `segments`, in their order, under `location`. Rejects with `NoSuchKey` where one is gone. */
export async function joinSegments(
  context: WriterContext,
  segments: readonly Segment[],
  location: BlobLocation,
): Promise<void> {
  const { bucket, layout, partSizes } = context;
  const key = layout.key(location);
  const ranges = segments.map(({ size }, segment) => ({ segment, start: 0, end: size - 1 }));
  const size = sizeOfRanges(ranges);
  if (size > partSizes.first) return joinInParts(context, segments, key);
  const whole = await collect(context, segments, ranges);
  try {
    await bucket.put(key, whole?.seal() ?? new Payload([]));
  } finally {
    whole?.release();
  }
}

async function joinInParts(context: WriterContext, segments: readonly Segment[], key: string): Promise<void> {
  const object = await Multipart.begin(context.bucket, key);
  try {
    for (const part of planJoin(segments.map(({ size }) => size))) {
      if ('copy' in part) await object.copy({ ...part.copy, key: keyOf(context, segments, part.copy) });
      else await object.send((await collect(context, segments, part.collect)) as PartBuffer);
    }
    await object.complete();
  } catch (error) {
    void object.abort().catch(() => undefined); // The cause matters more; sweeps find what stays.
    throw error;
  }
}

/** The bytes of `ranges` in memory, or `undefined` where there are none. */
async function collect(
  context: WriterContext,
  segments: readonly Segment[],
  ranges: readonly Range[],
): Promise<PartBuffer | undefined> {
  const size = sizeOfRanges(ranges);
  if (size === 0) return undefined;
  const part = new PartBuffer(context.memory, size);
  try {
    for (const range of ranges) {
      const key = keyOf(context, segments, range);
      for await (const chunk of readObject(context.bucket, key, range)) await part.write(chunk);
    }
    return part;
  } catch (error) {
    part.release();
    throw error;
  }
}

function keyOf({ layout }: WriterContext, segments: readonly Segment[], { segment }: Range): string {
  return layout.key((segments[segment] as Segment).location);
}
