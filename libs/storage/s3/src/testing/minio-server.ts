import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'minio';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const MOST_ATTEMPTS = 300;

type Environment = Readonly<Record<string, string | undefined>>;

function directoryOf(environment: Environment): string {
  return environment.MARGO_JUDGES ?? join(ROOT, '.judges');
}

/** Path of the server's program: in the folder of `MARGO_JUDGES` (else `.judges` at the root), then on `PATH`. */
export function findMinio(environment: Environment): string | undefined {
  const folders = [directoryOf(environment), ...(environment.PATH ?? '').split(delimiter)];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, 'minio'))
    .find(isExecutable);
}

/** What a test prints instead of running without the server. */
export function skippedLine(environment: Environment): string {
  return `skipped: no minio at ${join(directoryOf(environment), 'minio')} or on PATH\n`;
}

/** Under this name it answers requests for `bucket.<name>` too; no resolver knows it. */
export const DOMAIN = 'minio.test';

/** A MinIO of its own on a free port of 127.0.0.1, with its data in a temporary folder. */
export class MinioServer {
  readonly region = 'us-east-1';
  readonly accessKey = 'margo-test';
  readonly secretKey = randomBytes(16).toString('hex');
  #process: ChildProcess | undefined;
  #buckets = 0;

  private constructor(
    private readonly program: string,
    private readonly directory: string,
    readonly port: number,
  ) {}

  static async start(program: string): Promise<MinioServer> {
    const directory = await mkdtemp(join(tmpdir(), 'margo-minio-'));
    const server = new MinioServer(program, directory, await freePort());
    await server.resume();
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a store needs, without the bucket. */
  get connection() {
    const { endpoint, region, accessKey, secretKey } = this;
    return { endpoint, region, accessKey, secretKey, pathStyle: true };
  }

  /** The client of an administrator. */
  get client(): Client {
    const { region, accessKey, secretKey, port } = this;
    return new Client({ endPoint: '127.0.0.1', port, useSSL: false, region, accessKey, secretKey });
  }

  /** Resolves with the name of a fresh, empty bucket. */
  async makeBucket(): Promise<string> {
    const name = `bucket-${(this.#buckets += 1)}`;
    await this.client.makeBucket(name, this.region);
    return name;
  }

  /** Starts the server again on the same data. */
  async resume(): Promise<void> {
    const options = ['server', '--quiet', '--address', `127.0.0.1:${this.port}`, this.directory];
    this.#process = spawn(this.program, options, { env: this.#environment(), stdio: 'ignore' });
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const answer = await fetch(`${this.endpoint}/minio/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await delay(100);
    }
    throw new Error('MinIO did not become ready within 30 s');
  }

  #environment(): Record<string, string> {
    return {
      MINIO_ROOT_USER: this.accessKey,
      MINIO_ROOT_PASSWORD: this.secretKey,
      MINIO_DOMAIN: DOMAIN,
      MINIO_BROWSER: 'off',
      HOME: this.directory,
    };
  }

  /** Ends the server at once and keeps its data. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process?.once('exit', resolve));
    if (this.#process?.kill('SIGKILL')) await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
