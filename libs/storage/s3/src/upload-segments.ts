import { randomBytes } from 'node:crypto';
import { InterruptibleSource, type BlobLocation, type UploadState } from '@margo-registry/storage-core';
import { joinSegments } from './join.js';
import { SegmentWriter, type Segment, type WriterContext } from './segment-writer.js';

/** The state of an upload as this driver writes it. */
interface S3State extends UploadState {
  /** Tells apart uploads without bytes. */
  readonly upload: string;
  /** Bytes at each of `locations`. */
  readonly sizes: readonly number[];
}

export interface Appended {
  readonly segments: readonly Segment[];
  /** Set where the bytes ended early. */
  readonly interruption?: { readonly reason: unknown };
}

export function newState(): S3State {
  return { size: 0, locations: [], sizes: [], upload: randomBytes(16).toString('hex') };
}

export function segmentsOf(state: UploadState): Segment[] {
  const { sizes } = state as S3State;
  return state.locations.map((location, index) => ({ location, size: sizes[index] as number }));
}

export function withSegments(state: UploadState, segments: readonly Segment[]): UploadState {
  const all = [...segmentsOf(state), ...segments];
  return {
    ...state,
    size: all.reduce((sum, { size }) => sum + size, 0),
    locations: all.map(({ location }) => location),
    sizes: all.map(({ size }) => size),
  };
}

/** Makes durable what `chunks` give until they end, fail, or `signal` is aborted. */
export async function writeSegments(
  context: WriterContext,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<Appended> {
  const source = new InterruptibleSource(chunks, signal);
  const writer = new SegmentWriter(context, signal);
  try {
    const waiting = await writeChunks(writer, source, signal);
    return { segments: await writer.end(), interruption: source.interruption ?? waiting };
  } catch (error) {
    void writer.discard(); // Not waited for: the service has just failed. Sweeps find what stays.
    throw error;
  }
}

/** True where every segment stands with its size. */
export async function isStored(
  { bucket, layout }: WriterContext,
  segments: readonly Segment[],
): Promise<boolean> {
  for (const { location, size } of segments) {
    if ((await bucket.findSize(layout.key(location))) !== size) return false;
  }
  return true;
}

/** Makes one blob of a state that is not one already, where nobody has done so before. */
export async function joinState(context: WriterContext, state: UploadState): Promise<BlobLocation> {
  const location = context.layout.joinedBlob(state);
  const size = await context.bucket.findSize(context.layout.key(location));
  if (size !== state.size) await joinSegments(context, segmentsOf(state), location);
  return location;
}

/** Resolves with the signal's reason where it was aborted while the writer waited for memory. */
async function writeChunks(
  writer: SegmentWriter,
  source: InterruptibleSource,
  signal?: AbortSignal,
): Promise<Appended['interruption']> {
  try {
    for await (const chunk of source) await writer.write(chunk);
    return undefined;
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    return { reason: error };
  }
}
