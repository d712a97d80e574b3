import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { Client } from 'minio';
import { Connection, type ConnectionOptions } from './connection.js';
import { withinLimit, type Limits } from './limits.js';
import type { Payload } from './payload.js';
import { Refusal, toError } from './refusal.js';
import { retry } from './retry.js';
import type { Ending } from './transport.js';

export interface UploadedPart {
  readonly part: number;
  readonly etag: string;
}

/** Bytes of an object, inclusive. */
export interface Slice {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Where a payload goes. */
interface Target {
  readonly objectName: string;
  readonly headers: Record<string, string>;
  readonly query?: string;
}

interface CallOptions {
  readonly milliseconds: number;
  readonly silentAfter?: Ending['silentAfter'];
  /** What the call sends. */
  readonly payload?: Payload;
  /** Ends the answer too, long after the call. */
  readonly aborter?: AbortController;
}

/**
 * Every request that this driver sends: within a time limit, and again where it may succeed a moment later (never with
 * a body that is consumed). Rejects with a `Refusal`, a `TimeLimitError` or the system's error.
 */
export class Bucket {
  readonly #connection: Connection;

  constructor(
    readonly name: string,
    options: ConnectionOptions,
    readonly limits: Limits,
  ) {
    this.#connection = new Connection(options);
  }

  /** Writes a whole object. `isNew` asks for a {@link Refusal} `PreconditionFailed` where one stands; some services do not listen. */
  async put(key: string, payload: Payload, { isNew = false } = {}): Promise<void> {
    await this.#send({ objectName: key, headers: isNew ? { 'if-none-match': '*' } : {} }, payload);
  }

  /** Size of an object, or `undefined` where there is none. */
  async findSize(key: string): Promise<number | undefined> {
    const found = this.#small((client) => client.statObject(this.name, key));
    return (await found.catch(orUndefined('NoSuchKey', 'NotFound')))?.size;
  }

  /** The answer to a GET, its body unread; `aborter` ends both. A `length` of 0 means to the end. */
  async get(key: string, start: number, length: number, aborter: AbortController): Promise<IncomingMessage> {
    const answer = await this.#call(
      { milliseconds: this.limits.call, silentAfter: 'answer', aborter },
      (client) => client.getPartialObject(this.name, key, start, length),
    );
    return answer as IncomingMessage;
  }

  /** The whole of a small object, or `undefined` where there is none. */
  async findText(key: string): Promise<string | undefined> {
    const text = this.#small(async (client) => {
      const chunks: Buffer[] = [];
      for await (const chunk of await client.getObject(this.name, key)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    });
    return text.catch(orUndefined('NoSuchKey', 'NotFound'));
  }

  async remove(key: string): Promise<void> {
    await this.#small((client) => client.removeObject(this.name, key)).catch(
      orUndefined('NoSuchKey', 'NotFound'),
    );
  }

  /** Resolves with the id of a new multipart upload. */
  beginParts(key: string): Promise<string> {
    return this.#small((client) => client.initiateNewMultipartUpload(this.name, key, {}));
  }

  async sendPart(key: string, uploadId: string, part: number, payload: Payload): Promise<UploadedPart> {
    const query = `uploadId=${encodeURIComponent(uploadId)}&partNumber=${part}`;
    const { etag = '' } = await this.#send({ objectName: key, headers: {}, query }, payload);
    return { part, etag: etag.replaceAll('"', '') };
  }

  /** Makes a part of bytes that the bucket has already. */
  async copyPart(key: string, uploadId: string, part: number, source: Slice): Promise<UploadedPart> {
    const size = source.end - source.start + 1;
    const milliseconds = this.limits.call + (size / this.limits.slowestCopy) * 1000;
    const uploadID = encodeURIComponent(uploadId);
    const headers = {
      'x-amz-copy-source': encodeURI(`/${this.name}/${source.key}`),
      'x-amz-copy-source-range': `bytes=${source.start}-${source.end}`,
    };
    const { etag } = await this.#call({ milliseconds, silentAfter: 'request' }, (client) =>
      client.uploadPart({ bucketName: this.name, objectName: key, uploadID, partNumber: part, headers }),
    );
    return { part, etag };
  }

  async completeParts(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    const options = { milliseconds: this.limits.assembly, silentAfter: 'request' as const };
    await this.#call(options, (client) =>
      client.completeMultipartUpload(this.name, key, uploadId, [...parts]),
    );
  }

  async abortParts(key: string, uploadId: string): Promise<void> {
    await this.#small((client) =>
      client.abortMultipartUpload(this.name, key, encodeURIComponent(uploadId)),
    ).catch(orUndefined('NoSuchUpload', 'NoSuchKey'));
  }

  /** One page of the keys behind `after`, in byte order. */
  listPage(prefix: string, after: string) {
    return this.#small((client) => client.listObjectsV2Query(this.name, prefix, '', '', 1000, after));
  }

  /** One page of unfinished multipart uploads, of all prefixes: MinIO answers a prefix that is no whole key with nothing. */
  listUnfinishedPage(afterKey: string) {
    return this.#small((client) => client.listIncompleteUploadsQuery(this.name, '', afterKey, '', ''));
  }

  presign(key: string, ttlSeconds: number): Promise<string> {
    return this.#connection.presign(this.name, key, ttlSeconds);
  }

  close(): void {
    this.#connection.close();
  }

  /** Resolves with the headers of the answer. The client's own methods want the bytes in one piece, or copy them. */
  #send(target: Target, payload: Payload): Promise<IncomingHttpHeaders> {
    const milliseconds = this.limits.call + (payload.length / this.limits.slowest) * 1000;
    const sha256 = this.#connection.isEncrypted ? '' : payload.sha256;
    const options = { ...target, method: 'PUT', bucketName: this.name };
    options.headers['content-length'] = `${payload.length}`;
    return this.#call({ milliseconds, payload }, async (client) => {
      const answer = await client.makeRequestStreamAsync(options, payload.body(), sha256, [200], '');
      await readText(answer);
      return answer.headers;
    });
  }

  #small<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.#call({ milliseconds: this.limits.call }, work);
  }

  #call<T>(options: CallOptions, work: (client: Client) => Promise<T>): Promise<T> {
    const { milliseconds, silentAfter, aborter, payload } = options;
    return withinLimit(milliseconds, (limit) => {
      limit.addEventListener('abort', () => aborter?.abort(limit.reason), { once: true });
      const signal = aborter?.signal ?? limit;
      return retry(this.limits, signal, async () => {
        const begun = (request: ClientRequest) => payload?.watch(request);
        const ending: Ending = { signal, silence: this.limits.silence, silentAfter, begun };
        try {
          return await work(this.#connection.client(ending));
        } catch (error) {
          throw ending.expired ?? toError(error);
        }
      });
    });
  }
}

function orUndefined(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Refusal && codes.includes(error.code)) return undefined;
    throw error;
  };
}
