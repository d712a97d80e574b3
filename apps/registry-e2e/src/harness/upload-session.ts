import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.js';
import { beginUpload } from './pushes.js';
import type { RegistryClient } from './registry-client.js';

/** A chunked upload as a client walks through it. Every request goes to the `Location` of the start. */
export class UploadSession {
  private constructor(
    private readonly client: RegistryClient,
    readonly location: string,
  ) {}

  static async begin(client: RegistryClient, repository: string): Promise<UploadSession> {
    return new UploadSession(client, await beginUpload(client, repository));
  }

  /** One that was begun before. */
  static at(client: RegistryClient, location: string): UploadSession {
    return new UploadSession(client, location);
  }

  /** One PATCH with `Content-Length`; with `Content-Range` where a start is given. */
  patch(content: string | Uint8Array, start?: number): Promise<Answer> {
    return this.client.patch(this.location, { body: content, headers: rangeOf(content, start) });
  }

  /** One PATCH in chunked encoding, as docker sends it. */
  stream(...parts: readonly string[]): Promise<Answer> {
    return this.client.patch(this.location, { body: encoded(parts) });
  }

  /** The closing PUT, with a last chunk where there is one. */
  close(digest: string, content?: string | Uint8Array, start?: number): Promise<Answer> {
    const headers = content === undefined ? {} : rangeOf(content, start);
    return this.client.put(`${this.location}?digest=${digest}`, { body: content, headers });
  }

  status(): Promise<Answer> {
    return this.client.get(this.location);
  }

  cancel(): Promise<Answer> {
    return this.client.delete(this.location);
  }

  /** Asks for the status until it names this many bytes; the last answer. Throws after five seconds. */
  async waitForSize(size: number): Promise<Answer> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await this.status();
      if (answer.header('range') === `0-${size - 1}`) return answer;
      await sleep(50);
    }
    throw new Error(
      `the upload never reached ${size} bytes; it stands at ${(await this.status()).header('range')}`,
    );
  }
}

function rangeOf(content: string | Uint8Array, start: number | undefined): Record<string, string> {
  if (start === undefined) return { 'Content-Type': 'application/octet-stream' };
  const end = start + Buffer.byteLength(content) - 1;
  return { 'Content-Type': 'application/octet-stream', 'Content-Range': `${start}-${end}` };
}

async function* encoded(parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
