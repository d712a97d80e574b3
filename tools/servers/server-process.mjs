import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much of what a program said is kept, in characters. */
const KEPT = 8000;
const READY_WITHIN = 30_000;

/**
 * What a program runs as and with.
 *
 * @typedef {{ folder: string, environment?: Record<string, string>, user?: { uid: number, gid: number } }} Surroundings
 */

/** A server program that this process has started; it is ended through this object and by nothing else. */
export class ServerProcess {
  #output = '';
  #exited;

  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.child = child;
    // Not `exit`, behind which output may still come.
    this.#exited = once(child, 'close');
    this.#exited.catch(() => undefined);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (this.#output = (this.#output + chunk).slice(-KEPT)));
  }

  /** @param {string} program @param {readonly string[]} parameters @param {Surroundings} surroundings */
  static start(program, parameters, { folder, environment, user }) {
    const env = { PATH: process.env.PATH, HOME: folder, ...environment };
    return new ServerProcess(
      spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], ...user }),
    );
  }

  /** Runs a program to its end; resolves with what it said, and rejects with it unless it exits with 0. @param {string} program @param {readonly string[]} parameters @param {Surroundings} surroundings */
  static async run(program, parameters, surroundings) {
    const running = ServerProcess.start(program, parameters, surroundings);
    await running.#exited;
    if (running.child.exitCode !== 0) throw new Error(`${program} failed: ${running.said}`);
    return running.said;
  }

  get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The last of what it wrote. */
  get said() {
    return this.#output;
  }

  /** @param {NodeJS.Signals} signal */
  signal(signal) {
    this.child.kill(signal);
  }

  /** Sends the signal and waits for the end. @param {NodeJS.Signals} signal */
  async end(signal) {
    if (this.hasEnded) return;
    this.child.kill(signal);
    await this.#exited;
  }

  /** Asks every 50 ms until `ask` does not reject; ends the server and rejects when that takes longer than 30 s. @param {() => Promise<unknown>} ask */
  async ready(ask) {
    const deadline = Date.now() + READY_WITHIN;
    /** @type {unknown} */
    let cause;
    while (Date.now() < deadline && !this.hasEnded) {
      try {
        return void (await ask());
      } catch (error) {
        cause = error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    await this.end('SIGKILL');
    throw new Error(`${this.child.spawnfile} does not answer (${cause}): ${this.said}`, { cause });
  }
}

/** A user that is not root, for servers that refuse to run as root; undefined for somebody who is none anyway. */
export function findServerUser() {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = ['postgres', 'nobody']
    .map((wanted) => users.find(([name]) => name === wanted))
    .find((user) => user !== undefined) ?? ['', '', '65534', '65534'];
  return { uid: Number(uid), gid: Number(gid) };
}

/** A fresh folder that the user of the servers can write into. @param {string} name */
export function makeServerFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `margo-${name}-`));
  const user = findServerUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}
