import assert from 'node:assert/strict';
import type { BlobLocation, BlobStore, ByteRange, UploadState } from '../blob-store.js';

/** `length` bytes that differ with their position and with `seed`, and are the same in every run. */
export function bytesOf(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let word = (seed * 0x9e3779b9) >>> 0 || 1;
  for (let position = 0; position < length; position += 1) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    bytes[position] = word & 0xff;
  }
  return bytes;
}

/** Yields `bytes` in chunks of one buffer, which is overwritten as soon as the next chunk is asked for. */
export async function* chunksOf(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(size);
  for (let position = 0; position < bytes.length; position += size) {
    const part = bytes.subarray(position, position + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
    buffer.fill(0xee);
  }
}

export interface Commit {
  readonly state: UploadState;
  readonly location: BlobLocation;
}

/** Appends every part by itself and finishes. */
export async function commit(store: BlobStore, ...parts: Uint8Array[]): Promise<Commit> {
  const state = await appendAll(store, store.begin(), ...parts);
  return { state, location: await store.finish(state, DIGEST) };
}

export async function appendAll(
  store: BlobStore,
  state: UploadState,
  ...parts: Uint8Array[]
): Promise<UploadState> {
  let latest = state;
  for (const part of parts) latest = await store.append(latest, chunksOf(part));
  return latest;
}

/** Well-formed; which bytes it belongs to is no matter for a store. */
export const DIGEST = `sha256:${'5'.repeat(64)}`;

/** The bytes of a blob, each chunk copied before the next one is asked for. */
export async function read(store: BlobStore, location: BlobLocation, range?: ByteRange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of store.open(location, range)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Compares without printing megabytes. */
export function assertBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.equal(actual.length, expected.length, 'length');
  if (Buffer.compare(actual, expected) === 0) return;
  assert.fail(`byte ${actual.findIndex((byte, position) => byte !== expected[position])} differs`);
}

export async function assertBlob(
  store: BlobStore,
  location: BlobLocation,
  expected: Uint8Array,
): Promise<void> {
  assertBytes(await read(store, location), expected);
}

export async function locationsIn(store: BlobStore, after?: BlobLocation): Promise<BlobLocation[]> {
  const locations: BlobLocation[] = [];
  for await (const { location } of store.list(after)) locations.push(location);
  return locations;
}

/** The state as another process gets it. */
export function throughJson(state: UploadState): UploadState {
  return JSON.parse(JSON.stringify(state)) as UploadState;
}
