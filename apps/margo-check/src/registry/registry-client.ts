import { createHash } from 'node:crypto';
import { CheckFailed } from '../check-failed.js';
import { Authorization } from './authorization.js';
import type { Credentials } from './credentials.js';
import type { Reference } from './reference.js';
import { describeRefusal } from './refusal.js';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const MANIFESTS = [
  MANIFEST,
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const LARGEST_MANIFEST = 4 * 1024 * 1024;

interface Sized {
  readonly digest: string;
  readonly size: number;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

export interface RegistryAccess {
  readonly credentials: Credentials;
  readonly plainHttp: boolean;
}

/** One repository over the OCI distribution API. Every method throws `CheckFailed` where the registry does not do it. */
export class RegistryClient {
  private readonly base: URL;
  private readonly authorization: Authorization;

  constructor(
    private readonly reference: Pick<Reference, 'host' | 'repository'>,
    { credentials, plainHttp }: RegistryAccess,
  ) {
    this.base = new URL(`${plainHttp ? 'http' : 'https'}://${reference.host}/v2/${reference.repository}/`);
    this.authorization = new Authorization(credentials, plainHttp);
  }

  /** The bytes as they are, and their digest. */
  async getManifest(tagOrDigest: string): Promise<{ bytes: Uint8Array; digest: string }> {
    const response = await this.ask(`manifests/${tagOrDigest}`, {
      headers: { accept: MANIFESTS.join(', ') },
    });
    const bytes = await readBody(response, LARGEST_MANIFEST);
    if (bytes === undefined) throw new CheckFailed(`The manifest has more than ${LARGEST_MANIFEST} bytes.`);
    const algorithm = tagOrDigest.startsWith('sha512:') ? 'sha512' : 'sha256';
    const digest = digestOf(bytes, algorithm);
    if (tagOrDigest.includes(':') && tagOrDigest !== digest)
      throw new CheckFailed(`The registry sent ${digest} for ${tagOrDigest}.`);
    return { bytes, digest };
  }

  /** Undefined for what is larger than `most` bytes. */
  async getBlob({ digest, size }: Sized, most: number): Promise<Uint8Array | undefined> {
    if (size > most) return undefined;
    const bytes = await readBody(await this.ask(`blobs/${digest}`), most);
    if (bytes !== undefined && digestOf(bytes, digest.split(':')[0] ?? '') !== digest)
      throw new CheckFailed(`The registry sent other bytes than ${digest}.`);
    return bytes;
  }

  /** The digest that a tag points to; undefined where there is no such tag. */
  async findDigest(tag: string): Promise<string | undefined> {
    const response = await this.send(new URL(`manifests/${tag}`, this.base), {
      method: 'HEAD',
      headers: { accept: MANIFESTS.join(', ') },
    });
    return response.ok ? (response.headers.get('docker-content-digest') ?? undefined) : undefined;
  }

  async hasBlob(digest: string): Promise<boolean> {
    return (await this.send(new URL(`blobs/${digest}`, this.base), { method: 'HEAD' })).ok;
  }

  async pushBlob(digest: string, bytes: Uint8Array): Promise<void> {
    const { headers } = await this.ask('blobs/uploads/', { method: 'POST' });
    const location = new URL(headers.get('location') ?? '', this.base);
    location.searchParams.set('digest', digest);
    await this.ask(location, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(bytes),
    });
  }

  /** The warnings that the registry gives with its answer. */
  async pushManifest(tag: string, bytes: Uint8Array): Promise<string[]> {
    const { headers } = await this.ask(`manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': MANIFEST },
      body: Uint8Array.from(bytes),
    });
    const warnings = (headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g);
    return [...warnings].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
  }

  private async ask(path: string | URL, sending: Sending = {}): Promise<Response> {
    const response = await this.send(new URL(path, this.base), sending);
    if (response.ok) return response;
    throw await describeRefusal(response, this.reference);
  }

  private async send(url: URL, sending: Sending): Promise<Response> {
    const response = await this.attempt(url, sending);
    if (response.status !== 401 || !(await this.authorization.answer(response))) return response;
    await response.body?.cancel();
    return this.attempt(url, sending);
  }

  /** What is not on the registry's own origin is shown no credentials. */
  private async attempt(url: URL, { headers, ...sending }: Sending): Promise<Response> {
    const own = url.origin === this.base.origin ? this.authorization.headers() : {};
    try {
      return await fetch(url, { ...sending, headers: { ...headers, ...own } });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').trim();
      throw new CheckFailed(
        `${this.base.origin} cannot be reached: ${reason}. A registry without TLS needs --plain-http.`,
      );
    }
  }
}

/** Undefined for more than `most` bytes, of which no more are read. */
async function readBody(response: Response, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > most) return undefined;
  }
  return Buffer.concat(chunks);
}

function digestOf(bytes: Uint8Array, algorithm: string): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
