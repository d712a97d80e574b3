import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PresetReport } from '@margo-registry/mock-auth';

const READY_WITHIN = 20_000;

/** CNCF Distribution in a process and a folder of its own, set up by nothing but a preset of the mock. */
export class RunningDistribution {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    /** `http://127.0.0.1:<port>` */
    readonly url: string,
  ) {}

  static async start(program: string, { environment, files }: PresetReport): Promise<RunningDistribution> {
    const directory = await mkdtemp(join(tmpdir(), 'margo-distribution-'));
    for (const { name, content } of files) await writeFile(join(directory, name), content);
    const settings = {
      version: 0.1,
      log: { level: 'info' },
      storage: { filesystem: { rootdirectory: join(directory, 'data') } },
      http: { addr: '127.0.0.1:0', secret: 'for tests only' },
    };
    // JSON is YAML.
    await writeFile(join(directory, 'config.yml'), JSON.stringify(settings));
    const child = spawn(program, ['serve', 'config.yml'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none', ...environment },
    });
    return new RunningDistribution(child, directory, await readAddress(child));
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'close');
    this.process.kill('SIGTERM');
    await ended;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** It says where it listens in a line of its log. */
async function readAddress(child: ChildProcess): Promise<string> {
  const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    lines.push(line);
    const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address === undefined) continue;
    clearTimeout(late);
    // The log goes on, and nobody reads it: a full pipe would stop the server.
    child.stderr!.resume();
    return `http://${address}`;
  }
  clearTimeout(late);
  throw new Error(`distribution does not listen:\n${lines.join('\n')}`);
}
