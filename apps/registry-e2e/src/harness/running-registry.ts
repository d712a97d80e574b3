import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../../registry/dist/main.js');
const READY_WITHIN = 20_000;

export interface StartOptions {
  /** Where blobs and the database live; a fresh folder (removed by `stop`) where absent. */
  readonly directory?: string;
  /** More `REGISTRY_*` variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A registry in a process of its own, started as production starts it, on a free port of 127.0.0.1. */
export class RunningRegistry {
  /** Everything that it wrote, line by line; the log is on stdout. */
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];

  private constructor(
    readonly process: ChildProcess,
    readonly directory: string,
    private readonly ownsDirectory: boolean,
    /** `http://127.0.0.1:<port>` */
    public url: string,
  ) {}

  static async start({ directory, environment }: StartOptions = {}): Promise<RunningRegistry> {
    const place = directory ?? (await mkdtemp(join(tmpdir(), 'margo-registry-e2e-')));
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        REGISTRY_HTTP_PORT: '0',
        REGISTRY_BLOBS_DIRECTORY: join(place, 'blobs'),
        REGISTRY_METADATA_FILE: join(place, 'registry.db'),
        ...environment,
      },
    });
    const registry = new RunningRegistry(child, place, directory === undefined, '');
    await registry.ready();
    return registry;
  }

  /** `127.0.0.1:<port>`, as clients name a registry. */
  get host(): string {
    return this.url.replace(/^https?:\/\//, '');
  }

  /** Asks it to stop (SIGTERM), waits, removes its folder. Resolves with the exit code. */
  async stop(): Promise<number | null> {
    const code = await this.end('SIGTERM');
    if (this.ownsDirectory) await rm(this.directory, { recursive: true, force: true });
    return code;
  }

  /** Ends it at once (SIGKILL); its folder stays. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const exited = once(this.process, 'exit');
    this.process.kill(signal);
    await exited;
    return this.process.exitCode;
  }

  private async ready(): Promise<void> {
    createInterface({ input: this.process.stderr! }).on('line', (line) => this.stderr.push(line));
    const listening = new Promise<string>((resolve) => {
      createInterface({ input: this.process.stdout! }).on('line', (line) => {
        this.stdout.push(line);
        if (line.includes('"msg":"listening"')) resolve((JSON.parse(line) as { url: string }).url);
      });
    });
    const ended = once(this.process, 'exit').then(([code]) => {
      throw new Error(`the registry ended with code ${code} before it listened:\n${this.stderr.join('\n')}`);
    });
    this.url = await Promise.race([listening, ended, timeout()]);
    ended.catch(() => undefined);
  }
}

function timeout(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(
      () => reject(new Error(`the registry did not listen within ${READY_WITHIN} ms`)),
      READY_WITHIN,
    ).unref();
  });
}
