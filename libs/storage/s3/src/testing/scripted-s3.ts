import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { MemoryBucket, refusal, type BucketAnswer, type BucketRequest } from './memory-bucket.js';

/** What is written in place of the bucket's own answer, which it may use. */
export type Fault = (exchange: Exchange) => void;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the bucket does and answers without the fault. */
  readonly answer: () => BucketAnswer;
}

interface Script {
  readonly applies: (call: string) => boolean;
  readonly fault: Fault;
  times: number;
}

/**
 * An S3 service that fails by script. A call is named by its method and its query, such as `PUT`, `GET`, `HEAD`,
 * `DELETE`, `POST uploads`, `PUT partNumber`, `POST uploadId`.
 */
export class ScriptedS3 {
  readonly bucket = new MemoryBucket();
  /** The name of every call that came whole. */
  readonly calls: string[] = [];
  readonly #scripts: Script[] = [];
  readonly #server: http.Server;

  private constructor(tls?: https.ServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response);
    this.#server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  }

  static async start(tls?: https.ServerOptions): Promise<ScriptedS3> {
    const service = new ScriptedS3(tls);
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get endpoint(): string {
    const protocol = this.#server instanceof https.Server ? 'https' : 'http';
    return `${protocol}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets the next `times` calls of this name meet `fault`. `*` means any call. */
  fail(call: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.#scripts.push({ applies: (name) => call === '*' || name === call, fault, times });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://service');
    const call = nameOf(request.method ?? '', url.searchParams);
    const script = this.#scripts.find(({ applies, times }) => times > 0 && applies(call));
    if (script !== undefined) script.times -= 1;
    if (script !== undefined && MET_IN_MID_BODY.has(script.fault))
      return script.fault({ request, response, answer: () => refusal(500, '') });
    const body = await readBody(request).catch(() => undefined);
    if (body === undefined) return;
    this.calls.push(call);
    const answer = () => this.bucket.answer(bucketRequest(request, url, body));
    if (script === undefined) write(response, answer());
    else script.fault({ request, response, answer });
  }
}

/** Cuts the connection after the first bytes of the request's body. */
export const resetInMidBody: Fault = ({ request }) => {
  request.once('data', () => request.socket.resetAndDestroy());
};

/** Takes one byte of the request's body a second, and what the system has buffered for it. */
export const sip: Fault = ({ request }) => {
  const timer = setInterval(() => request.read(1), 1000);
  request.on('close', () => clearInterval(timer));
};

/** Refuses for good before the body is read. */
export const refuseEarly: Fault = ({ response }) => write(response, refusal(403, 'AccessDenied'));

/** They do not wait for the whole of the request. */
const MET_IN_MID_BODY: ReadonlySet<Fault> = new Set([resetInMidBody, sip, refuseEarly]);

/** Does what was asked for and cuts the connection instead of saying so. */
export const loseAnswer: Fault = ({ request, answer }) => {
  answer();
  request.socket.resetAndDestroy();
};

export const neverAnswer: Fault = () => undefined;

export const refuse =
  (status: number, code: string): Fault =>
  ({ response }) =>
    write(response, refusal(status, code));

/** An error document with status 200, as completing may end. */
export const refuseLate =
  (code: string): Fault =>
  ({ response }) =>
    write(response, { ...refusal(200, code), status: 200 });

/** Announces the whole body, sends `length` bytes of it and cuts the connection. */
export const cutAfter =
  (length: number): Fault =>
  ({ response, answer }) => {
    const { status, headers, body = '' } = answer();
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.write(body.slice(0, length), () => setTimeout(() => response.destroy(), 20));
  };

/** Sends one byte of the body every `milliseconds`. */
export const dribble =
  (milliseconds: number): Fault =>
  ({ response, answer }) => {
    const { status, headers, body = '' } = answer();
    response.writeHead(status, { ...headers, 'content-length': body.length });
    let position = 0;
    const timer = setInterval(() => response.write(body.slice(position, (position += 1))), milliseconds);
    response.on('close', () => clearInterval(timer));
  };

export const alter =
  (change: (answer: BucketAnswer) => BucketAnswer): Fault =>
  ({ response, answer }) =>
    write(response, change(answer()));

function nameOf(method: string, query: URLSearchParams): string {
  const word = ['uploads', 'partNumber', 'uploadId', 'list-type'].find((name) => query.has(name));
  return word === undefined ? method : `${method} ${word}`;
}

function bucketRequest(request: IncomingMessage, url: URL, body: Buffer): BucketRequest {
  const key = decodeURIComponent(url.pathname.replace(/^\/[^/]+\/?/, ''));
  return { method: request.method ?? '', key, query: url.searchParams, headers: request.headers, body };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers, body = '' }: BucketAnswer): void {
  response.writeHead(status, { 'content-length': body.length, ...headers });
  response.end(body);
}
