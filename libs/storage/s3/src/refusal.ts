import type { IncomingMessage } from 'node:http';
import { types } from 'node:util';

/** Longest error document that is read; the rest is of no use. */
const MOST_READ = 64 * 1024;

/** What the service answered instead of what was asked for. */
export class Refusal extends Error {
  /** `code` is S3's word, such as `NoSuchKey`; where the answer has none, one that fits its status. */
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
  ) {
    super(`${status} ${code}: ${sentence}`);
    this.name = 'Refusal';
  }
}

/** Reads the error document of `response`. An answer to HEAD has none: MinIO then names the code in a header. */
export async function readRefusal(response: IncomingMessage): Promise<Refusal> {
  const status = response.statusCode ?? 0;
  const text = await readText(response);
  const code = element(text, 'Code') ?? header(response, 'x-minio-error-code') ?? codeOfStatus(status);
  const sentence = element(text, 'Message') ?? header(response, 'x-minio-error-desc') ?? 'no reason given';
  return new Refusal(status, code, sentence.slice(0, 500));
}

/**
 * An error of the minio client in our words. It throws the bare content of an error document that came with status 200,
 * as the answers to copying a part and to completing may.
 */
export function toError(thrown: unknown): Error {
  if (types.isNativeError(thrown)) return thrown;
  const { Code: code, Message: sentence } = (thrown ?? {}) as { Code?: unknown; Message?: unknown };
  return typeof code === 'string' ? new Refusal(200, code, String(sentence)) : new Error(String(thrown));
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_READ) break;
    }
  } catch {
    // Cut in the middle of an error document: the status says enough.
  }
  return Buffer.concat(chunks).toString('utf8');
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]{1,1000})</${name}>`).exec(text)?.[1];
}

function header(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    301: 'PermanentRedirect',
    307: 'TemporaryRedirect',
    403: 'AccessDenied',
    404: 'NoSuchKey',
    412: 'PreconditionFailed',
    416: 'InvalidRange',
    503: 'SlowDown',
    507: 'InsufficientStorage',
  };
  return codes[status] ?? 'Unknown';
}
