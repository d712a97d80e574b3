import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerUser } from './system-user.js';

/** A program that runs as a user who is not root, in a folder of its own; what it says is kept for the message of a failure. */
export class ServerProcess {
  private output = '';
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-4000)));
  }

  static start(program: string, parameters: readonly string[], folder: string): ServerProcess {
    const options: SpawnOptions = { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...findServerUser() };
    return new ServerProcess(spawn(program, [...parameters], options));
  }

  /** Runs a program to its end. Throws with what it said when it fails. */
  static async run(program: string, parameters: readonly string[], folder: string): Promise<void> {
    const running = ServerProcess.start(program, parameters, folder);
    await running.exited;
    if (running.child.exitCode !== 0) throw new Error(`${program} failed: ${running.output}`);
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get said(): string {
    return this.output;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill(signal);
    await this.exited;
  }
}

/** A folder that the user of the servers can write into. */
export async function makeServerFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const user = findServerUser();
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  return folder;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
