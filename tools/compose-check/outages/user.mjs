import { randomBytes } from 'node:crypto';
import { digestOf } from '../../demo/package-folder.mjs';
import { pause } from '../program.mjs';

const REPOSITORY = 'acme/outage';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
/** Milliseconds after which a user gives up on a request, and rests between two attempts. */
const PATIENCE = 8000;
const REST = 50;

/**
 * One attempt: what, milliseconds since 1970 at its start, how long it took, and how it ended. `result` is `ok`, a status of HTTP, `no answer`,
 * `silence` for eight seconds, or `other bytes`.
 *
 * @typedef {{ what: string, at: number, took: number, result: string }} Attempt
 * @typedef {{ tag: string, manifest: string, layer: string }} Pushed
 */

/** Somebody who does one thing again and again, never repeats what failed, and writes down how it went. */
export class User {
  #isOver = false;
  #token = '';
  /** @type {Attempt[]} */
  attempts = [];

  /** @param {string} url @param {string} what @param {string} name whose password is the name with `-secret` behind it */
  constructor(url, what, name) {
    this.url = url;
    this.what = what;
    this.authorization = `Basic ${Buffer.from(`${name}:${name}-secret`).toString('base64')}`;
  }

  /** @param {() => Promise<string>} act resolves with how it ended */
  start(act) {
    this.ended = this.#repeat(act);
  }

  /** @param {() => Promise<string>} act */
  async #repeat(act) {
    while (!this.#isOver) {
      const at = Date.now();
      const result = await act().catch((/** @type {Error} */ error) =>
        error.name === 'TimeoutError' ? 'silence' : 'no answer',
      );
      if (result === '401') this.#token = '';
      this.attempts.push({ what: this.what, at, took: Date.now() - at, result });
      await pause(REST);
    }
  }

  async stop() {
    this.#isOver = true;
    await this.ended;
  }

  /** Fetches a token, whether or not one is there. */
  async logIn() {
    const answer = await this.#ask(`/token?scope=repository:${REPOSITORY}:pull,push`, {
      headers: { Authorization: this.authorization },
    });
    if (!answer.ok) return `${answer.status}`;
    this.#token = /** @type {{ token: string }} */ (await answer.json()).token;
    return 'ok';
  }

  /** @param {number} size @param {Pushed[]} acknowledged is added to */
  async push(size, acknowledged) {
    const bytes = randomBytes(size);
    const layer = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size };
    const blob = await this.#send(`blobs/uploads/?digest=${layer.digest}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    if (blob.status !== 201) return `${blob.status}`;
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: 'application/vnd.example.outage',
      config: layer,
      layers: [layer],
    });
    const tag = `r${bytes.toString('hex', 0, 12)}`;
    const put = await this.#send(`manifests/${tag}`, {
      method: 'PUT',
      headers: { 'Content-Type': MANIFEST_TYPE },
      body,
    });
    if (put.status !== 201) return `${put.status}`;
    acknowledged.push({ tag, manifest: digestOf(Buffer.from(body)), layer: layer.digest });
    return 'ok';
  }

  /** Manifest and layer of what was pushed before. @param {Pushed | undefined} pushed */
  async pull(pushed) {
    if (pushed === undefined) return 'ok';
    for (const [path, digest] of [
      [`manifests/${pushed.tag}`, pushed.manifest],
      [`blobs/${pushed.layer}`, pushed.layer],
    ]) {
      const answer = await this.#send(/** @type {string} */ (path));
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (answer.status !== 200) return `${answer.status}`;
      if (digestOf(bytes) !== digest) return 'other bytes';
    }
    return 'ok';
  }

  /** @param {string} path @param {RequestInit} [options] */
  async #send(path, options = {}) {
    if (this.#token === '') await this.logIn();
    const headers = { ...options.headers, Authorization: `Bearer ${this.#token}` };
    return this.#ask(`/v2/${REPOSITORY}/${path}`, { ...options, headers });
  }

  /** @param {string} path @param {RequestInit} options */
  #ask(path, options) {
    return fetch(`${this.url}${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  }
}
