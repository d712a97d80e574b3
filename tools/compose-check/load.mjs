import { randomBytes } from 'node:crypto';
import { digestOf } from '../demo/package-folder.mjs';
import { pause } from './program.mjs';

const REPOSITORY = 'acme/load';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const SIZE = 64 * 1024;
const PATIENCE = 8000;

/** @param {string} name */
const basic = (name) => `Basic ${Buffer.from(`${name}:${name}-secret`).toString('base64')}`;

/** One client that pushes and pulls without end, and keeps count of what it was promised. */
export class Load {
  #isOver = false;
  #token = '';
  /** Digests of manifests by their tags, of acknowledged pushes. @type {Map<string, string>} */
  acknowledged = new Map();
  /** How often an attempt failed, by the status; 0 where no answer came. @type {Map<number, number>} */
  failures = new Map();

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    this.ended = this.#work();
  }

  async #work() {
    for (let round = 1; !this.#isOver; round += 1) {
      const ok = await this.#push(`r${round}`).catch(() => this.#fail(0));
      if (!ok) await pause(100);
    }
  }

  /** @param {number} status */
  #fail(status) {
    this.failures.set(status, (this.failures.get(status) ?? 0) + 1);
    if (status === 401) this.#token = '';
    return false;
  }

  /** @param {string} path @param {RequestInit} [options] */
  async #send(path, options = {}) {
    if (this.#token === '') {
      const answer = await this.#ask(`/token?scope=repository:${REPOSITORY}:pull,push`, {
        headers: { Authorization: basic('publisher') },
      });
      if (!answer.ok) return answer;
      this.#token = /** @type {{ token: string }} */ (await answer.json()).token;
    }
    const headers = { ...options.headers, Authorization: `Bearer ${this.#token}` };
    return this.#ask(`/v2/${REPOSITORY}/${path}`, { ...options, headers });
  }

  /** @param {string} path @param {RequestInit} options */
  #ask(path, options) {
    return fetch(`${this.url}${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  }

  /** Whether it was acknowledged and reads back. @param {string} tag */
  async #push(tag) {
    const bytes = randomBytes(SIZE);
    const layer = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: SIZE };
    const blob = await this.#send(`blobs/uploads/?digest=${layer.digest}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    if (blob.status !== 201) return this.#fail(blob.status);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: 'application/vnd.example.load',
      config: layer,
      layers: [layer],
    });
    const put = await this.#send(`manifests/${tag}`, {
      method: 'PUT',
      headers: { 'Content-Type': MANIFEST_TYPE },
      body: manifest,
    });
    if (put.status !== 201) return this.#fail(put.status);
    this.acknowledged.set(tag, digestOf(Buffer.from(manifest)));
    const read = await this.#send(`manifests/${tag}`);
    return read.status === 200 || this.#fail(read.status);
  }

  async stop() {
    this.#isOver = true;
    await this.ended;
  }

  /** Acknowledged pushes of which the manifest or the layer is not there, or is another. */
  async listLost() {
    const lost = [];
    this.#token = '';
    for (const [tag, digest] of this.acknowledged) if (!(await this.#isThere(tag, digest))) lost.push(tag);
    return lost;
  }

  /** @param {string} tag @param {string} digest */
  async #isThere(tag, digest) {
    const answer = await this.#send(`manifests/${tag}`);
    const manifest = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200 || digestOf(manifest) !== digest) return false;
    const layer = JSON.parse(manifest.toString()).layers[0].digest;
    const blob = await this.#send(`blobs/${layer}`);
    return digestOf(Buffer.from(await blob.arrayBuffer())) === layer;
  }
}
