import { digestOf } from './content.mjs';

/**
 * What a store of a release holds, as its tests want it back. `answers` are what the release itself said; `idle` are blobs that a
 * collector may take; `stored` counts blobs and segments in the blob store, `doomed` those of them that go; `rest` is base64.
 *
 * @typedef {{
 *   release: string,
 *   migrations: string[],
 *   blobs: { repository: string, digest: string, size: number }[],
 *   manifests: { repository: string, digest: string, size: number, mediaType: string }[],
 *   tags: { repository: string, tag: string, digest: string }[],
 *   fixedTags: { repository: string, tag: string }[],
 *   absent: string[],
 *   stored: number,
 *   doomed: number,
 *   idle: { repository: string, digest: string }[],
 *   uploads: { location: string, repository: string, stored: number, rest: string, digest: string }[],
 *   waiting: { repository: string, child: string, mediaType: string, parent: string },
 *   answers: { path: string, json: unknown }[],
 * }} Contents
 */

/** Speaks with a registry and writes down what it acknowledged. */
export class Recorder {
  /** @type {Omit<Contents, 'release' | 'migrations' | 'waiting'>} */
  contents = {
    blobs: [],
    manifests: [],
    tags: [],
    fixedTags: [],
    absent: [],
    stored: 0,
    doomed: 0,
    idle: [],
    uploads: [],
    answers: [],
  };

  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /**
   * Throws, with what the registry said, unless it answers with this status.
   *
   * @param {number} status @param {string} method @param {string} path @param {RequestInit} [sending]
   */
  async ask(status, method, path, sending = {}) {
    const answer = await fetch(new URL(path, this.url), { method, ...sending });
    if (answer.status === status) return answer;
    throw new Error(`${method} ${path} answers ${answer.status}: ${await answer.text()}`);
  }

  /** In one request; its digest. @param {string} repository @param {string | Buffer} content */
  async pushBlob(repository, content) {
    const digest = digestOf(content);
    await this.ask(201, 'POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, { body: content });
    this.contents.blobs.push({ repository, digest, size: Buffer.byteLength(content) });
    return digest;
  }

  /** @param {string} repository @param {string} digest @param {string} from @param {number} size */
  async mount(repository, digest, from, size) {
    await this.ask(201, 'POST', `/v2/${repository}/blobs/uploads/?mount=${digest}&from=${from}`);
    this.contents.blobs.push({ repository, digest, size });
  }

  /**
   * @param {string} repository @param {string} manifest @param {string[]} tags of none: pushed by its digest
   * @param {{ algorithm?: 'sha256' | 'sha512' }} [options]
   */
  async pushManifest(repository, manifest, tags = [], { algorithm = 'sha256' } = {}) {
    const digest = digestOf(manifest, algorithm);
    const { mediaType } = JSON.parse(manifest);
    for (const reference of tags.length === 0 ? [digest] : tags)
      await this.ask(201, 'PUT', `/v2/${repository}/manifests/${reference}`, {
        body: manifest,
        headers: { 'Content-Type': mediaType },
      });
    this.contents.manifests.push({ repository, digest, size: Buffer.byteLength(manifest), mediaType });
    const { tags: all } = this.contents;
    for (const tag of tags) {
      const stood = all.findIndex((one) => one.repository === repository && one.tag === tag);
      all.splice(stood < 0 ? all.length : stood, 1, { repository, tag, digest });
    }
    return { mediaType, digest, size: Buffer.byteLength(manifest) };
  }

  /** An upload in these parts; its path. @param {string} repository @param {readonly Buffer[]} parts */
  async upload(repository, parts) {
    const begun = await this.ask(202, 'POST', `/v2/${repository}/blobs/uploads/`);
    const location = new URL(begun.headers.get('location') ?? '', this.url).pathname;
    for (const body of parts) await this.ask(202, 'PATCH', location, { body });
    return location;
  }

  /** An upload that stays open. @param {string} repository @param {readonly Buffer[]} parts @param {Buffer} rest */
  async leaveUpload(repository, parts, rest) {
    const location = await this.upload(repository, parts);
    const stored = Buffer.concat(parts);
    const digest = digestOf(Buffer.concat([stored, rest]));
    const open = { location, repository, stored: stored.length, rest: rest.toString('base64'), digest };
    this.contents.uploads.push(open);
  }

  /** One that is in the blob store. @param {string} repository @param {string} digest */
  async deleteBlob(repository, digest) {
    await this.#delete(`/v2/${repository}/blobs/${digest}`);
    this.#forget('blobs', repository, digest);
    this.contents.doomed += 1;
  }

  /** @param {string} repository @param {string} digest */
  async deleteManifest(repository, digest) {
    await this.#delete(`/v2/${repository}/manifests/${digest}`);
    this.#forget('manifests', repository, digest);
  }

  /** Writes down that nothing holds a blob that is in the blob store. @param {string} repository @param {string} digest */
  leaveIdle(repository, digest) {
    this.#forget('blobs', repository, digest);
    this.contents.idle.push({ repository, digest });
    this.contents.doomed += 1;
  }

  async countStored() {
    const answer = await this.ask(200, 'POST', '/api/v1/maintenance/sweep-orphans');
    const { stored } = /** @type {{ stored: number }} */ (await answer.json());
    this.contents.stored = stored;
  }

  /** @param {string} path */
  async #delete(path) {
    await this.ask(202, 'DELETE', path);
    this.contents.absent.push(path);
  }

  /** @param {'blobs' | 'manifests'} kind @param {string} repository @param {string} digest */
  #forget(kind, repository, digest) {
    const list = this.contents[kind];
    list.splice(
      list.findIndex((one) => one.repository === repository && one.digest === digest),
      1,
    );
  }

  /** @param {readonly string[]} paths */
  async record(paths) {
    for (const path of paths) {
      const answer = await this.ask(200, 'GET', path);
      this.contents.answers.push({ path, json: await answer.json() });
    }
  }
}
