/**
 * The input with its bytes in buffers of their own, which are added to `transfer`. A view is copied because its buffer may be the
 * caller's pool: a thread would get the whole of that, and to hand it over would empty it under others.
 */
export function detachBytes(input: unknown, transfer: ArrayBuffer[], depth = 0): unknown {
  if (input instanceof Uint8Array) {
    const copy = new Uint8Array(input);
    transfer.push(copy.buffer);
    return copy;
  }
  if (depth > 1 || typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  let copied: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(input)) {
    const detached = detachBytes(value, transfer, depth + 1);
    if (detached !== value) copied = { ...(copied ?? input), [key]: detached };
  }
  return copied ?? input;
}

/** An outcome as it was before it crossed a thread, which turns every Buffer into a Uint8Array. */
export function reviveBytes(outcome: unknown): unknown {
  const upload = (outcome as { upload?: { bytes?: Uint8Array | null } } | null | undefined)?.upload;
  if (!(upload?.bytes instanceof Uint8Array)) return outcome;
  const { buffer, byteOffset, byteLength } = upload.bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return { ...(outcome as object), upload: { ...upload, bytes } };
}
