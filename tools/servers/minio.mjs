import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { ServerProcess, findFreePort, makeServerFolder } from './server-process.mjs';

/** A MinIO of its own. */
export class MinioServer {
  accessKey = 'margo-test';
  secretKey = randomBytes(16).toString('hex');
  #buckets = 0;
  /** @type {ServerProcess | undefined} */
  #server;

  /** @param {string} program @param {string} folder @param {number} port @param {'http' | 'https'} scheme */
  constructor(program, folder, port, scheme) {
    this.program = program;
    this.folder = folder;
    this.endpoint = `${scheme}://127.0.0.1:${port}`;
  }

  /**
   * Resolves when it answers.
   *
   * @param {string} program
   * @param {{ certificates?: string }} [options] `certificates`: folder with `public.crt` and `private.key`; then it speaks https
   */
  static async start(program, { certificates } = {}) {
    const scheme = certificates === undefined ? 'http' : 'https';
    const server = new MinioServer(program, makeServerFolder('minio'), await findFreePort(), scheme);
    mkdirSync(join(server.folder, 'data'));
    mkdirSync(join(server.folder, 'certs'));
    if (certificates !== undefined) cpSync(certificates, join(server.folder, 'certs'), { recursive: true });
    await server.resume();
    return server;
  }

  /** Starts it on the same data and port. */
  async resume() {
    const { folder, accessKey, secretKey } = this;
    const address = new URL(this.endpoint).host;
    const options = ['server', '--quiet', '--address', address, '--certs-dir', join(folder, 'certs')];
    const credentials = { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey, MINIO_BROWSER: 'off' };
    this.#server = ServerProcess.start(this.program, [...options, join(folder, 'data')], {
      folder,
      environment: credentials,
    });
    await this.#server.ready(() => ask(`${this.endpoint}/minio/health/ready`));
  }

  /** Makes an empty bucket, which to this server is a folder; its name. */
  makeBucket() {
    const name = `bucket-${(this.#buckets += 1)}`;
    mkdirSync(join(this.folder, 'data', name));
    return name;
  }

  /** Variables with which a registry keeps its blobs there. @param {string} bucket @returns {Record<string, string>} */
  variables(bucket) {
    return {
      REGISTRY_BLOBS_DRIVER: 's3',
      REGISTRY_BLOBS_ENDPOINT: this.endpoint,
      REGISTRY_BLOBS_BUCKET: bucket,
      REGISTRY_BLOBS_ACCESS_KEY: this.accessKey,
      REGISTRY_BLOBS_SECRET_KEY: this.secretKey,
    };
  }

  /** Stops it as it stands: connections are accepted and nothing is answered. */
  halt() {
    this.#server?.signal('SIGSTOP');
  }

  /** Lets it go on after {@link halt}. */
  goOn() {
    this.#server?.signal('SIGCONT');
  }

  /** Ends it at once; nobody listens until it is resumed. */
  async stop() {
    await this.#server?.end('SIGKILL');
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Rejects unless the status is 200, whoever has signed the certificate. @param {string} url @returns {Promise<void>} */
function ask(url) {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? https.get : http.get;
    const request = get(url, { rejectUnauthorized: false }, (answer) => {
      if (answer.resume().statusCode === 200) resolve();
      else reject(new Error(`${url} answers ${answer.statusCode}`));
    });
    request.on('error', reject);
  });
}
