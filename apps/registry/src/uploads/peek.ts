/** A body that ended within the threshold, or one that goes on (what was read ahead comes first in `rest`). */
export type Peeked =
  | { readonly whole: Buffer; readonly rest?: undefined }
  | { readonly whole?: undefined; readonly rest: AsyncGenerator<Uint8Array> };

/** Reads ahead until the body ends or has more than `threshold` bytes. Rejects as the body does. */
export async function peek(body: AsyncGenerator<Buffer>, threshold: number): Promise<Peeked> {
  const ahead: Buffer[] = [];
  let size = 0;
  while (size <= threshold) {
    const next = await body.next();
    if (next.done) return { whole: ahead.length === 1 ? ahead[0]! : Buffer.concat(ahead) };
    ahead.push(next.value);
    size += next.value.length;
  }
  return { rest: concatenate(ahead, body) };
}

/** `first`, then `rest`; ends `rest` when it is broken off. */
export async function* concatenate(
  first: Iterable<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

export async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
