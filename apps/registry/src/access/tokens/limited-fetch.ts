/** Answers of an authorization server are small; more than this is not read. */
const MOST_BYTES = 1024 * 1024;

export interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Record<string, string>;
  readonly body?: string | URLSearchParams | ReadableStream;
  readonly signal?: AbortSignal;
}

/** As `fetch`, but nothing is followed and no more than 1 MiB is read. Rejects when the answer is larger. */
export async function limitedFetch(url: string, options: FetchOptions): Promise<Response> {
  const answer = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
  const bytes = await readWithin(answer);
  return new Response(hasNoBody(answer.status) ? null : bytes, {
    status: answer.status,
    headers: answer.headers,
  });
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

async function readWithin({ body }: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > MOST_BYTES) throw new Error(`the answer is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}
