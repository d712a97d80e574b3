import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';

const RUN_WITHIN = 60_000;

/** What a run of a client left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A client program with a home, a configuration and a working folder of its own, so nothing of the user's is read or written. */
export class Client {
  private constructor(
    private readonly program: string,
    readonly directory: string,
  ) {}

  static async open(program: string): Promise<Client> {
    return new Client(program, await mkdtemp(join(tmpdir(), 'margo-client-')));
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Runs and answers with what it printed, trimmed; throws, with both outputs, unless it exits with 0. */
  async run(...parameters: string[]): Promise<string> {
    return (await this.runFed('', ...parameters)).toString().trim();
  }

  /** As {@link run}, with standard input; the bytes that it printed. */
  async runFed(input: string | Uint8Array, ...parameters: string[]): Promise<Buffer> {
    const { code, stdout, stderr } = await this.attempt(input, ...parameters);
    if (code === 0) return stdout;
    throw new Error(
      `${this.program} ${parameters.join(' ')} ended with ${code}:\n${stdout.subarray(0, 2000)}\n${stderr}`,
    );
  }

  async attempt(input: string | Uint8Array, ...parameters: string[]): Promise<Outcome> {
    const child = spawn(this.program, parameters, {
      cwd: this.directory,
      timeout: RUN_WITHIN,
      env: {
        PATH: process.env['PATH'],
        HOME: this.directory,
        TMPDIR: this.directory,
        XDG_RUNTIME_DIR: this.directory,
      },
    });
    child.stdin.on('error', () => undefined).end(input);
    const outputs = Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number | null];
    const [stdout, stderr] = await outputs;
    return { code, stdout, stderr: stderr.toString() };
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Writes a file below the working folder, with the folders above it. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), content);
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.path(name));
  }
}
