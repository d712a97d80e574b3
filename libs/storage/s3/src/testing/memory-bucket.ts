import { createHash } from 'node:crypto';

export interface BucketRequest {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface BucketAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, Buffer>;
}

/** As much of S3 as the driver needs, in memory: objects and multipart uploads of one bucket, no listing. */
export class MemoryBucket {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Upload>();
  #lastUpload = 0;

  answer(request: BucketRequest): BucketAnswer {
    const { method, query } = request;
    if (query.has('uploads')) return this.#begin(request);
    if (query.has('uploadId')) return this.#part(request);
    if (method === 'PUT') return this.#put(request);
    if (method === 'DELETE') return this.#delete(request);
    return this.#get(request);
  }

  #begin({ key }: BucketRequest): BucketAnswer {
    const id = `upload-${(this.#lastUpload += 1)}`;
    this.uploads.set(id, { key, parts: new Map() });
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }

  #part(request: BucketRequest): BucketAnswer {
    const id = request.query.get('uploadId') ?? '';
    const upload = this.uploads.get(id);
    if (upload === undefined) return refusal(404, 'NoSuchUpload');
    if (request.method === 'PUT') return this.#putPart(upload, request);
    this.uploads.delete(id);
    if (request.method === 'DELETE') return { status: 204 };
    const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
    this.objects.set(upload.key, Buffer.concat(parts));
    return xml(
      `<CompleteMultipartUploadResult><Location>x</Location><ETag>"e"</ETag></CompleteMultipartUploadResult>`,
    );
  }

  #putPart(upload: Upload, { query, headers, body }: BucketRequest): BucketAnswer {
    const number = Number(query.get('partNumber'));
    const source = headers['x-amz-copy-source'];
    if (source === undefined) upload.parts.set(number, body);
    else {
      const object = this.objects.get(String(source).replace(/^\/[^/]+\//, ''));
      if (object === undefined) return refusal(404, 'NoSuchKey');
      upload.parts.set(number, slice(object, String(headers['x-amz-copy-source-range'])));
      return xml('<CopyPartResult><ETag>"e"</ETag></CopyPartResult>');
    }
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  #put({ key, headers, body }: BucketRequest): BucketAnswer {
    if (headers['if-none-match'] === '*' && this.objects.has(key)) return refusal(412, 'PreconditionFailed');
    this.objects.set(key, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  #delete({ key }: BucketRequest): BucketAnswer {
    this.objects.delete(key);
    return { status: 204 };
  }

  #get({ key, headers }: BucketRequest): BucketAnswer {
    const object = this.objects.get(key);
    if (object === undefined) return refusal(404, 'NoSuchKey');
    const { range } = headers;
    if (typeof range !== 'string') return { status: 200, body: object };
    const body = slice(object, range);
    if (body.length === 0) return refusal(416, 'InvalidRange');
    const start = Number(/\d+/.exec(range)?.[0]);
    const contentRange = `bytes ${start}-${start + body.length - 1}/${object.length}`;
    return { status: 206, headers: { 'content-range': contentRange }, body };
  }
}

export function refusal(status: number, code: string): BucketAnswer {
  return { ...xml(`<Error><Code>${code}</Code><Message>made for a test</Message></Error>`), status };
}

function xml(body: string): BucketAnswer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** The bytes of `bytes=<start>-<end>`, the end left out or behind the last one. */
function slice(object: Buffer, range: string): Buffer {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  return object.subarray(Number(start), end ? Number(end) + 1 : undefined);
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
