import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A service of this repository as its own process, on a free port. */
export class ServiceProcess {
  /** @param {import('node:child_process').ChildProcess} child @param {string} url */
  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  /**
   * Resolves when the service says that it listens.
   *
   * @param {string} main path of its main file from the root @param {Record<string, string>} environment
   */
  static async start(main, environment) {
    const child = spawn(process.execPath, [main], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...environment },
    });
    const complaints = /** @type {string[]} */ ([]);
    child.stderr.on('data', (chunk) => complaints.push(`${chunk}`));
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${main} ended with ${code}: ${complaints.join('')}`);
    });
    const url = await Promise.race([readUrl(child), ended]);
    ended.catch(() => undefined);
    return new ServiceProcess(child, url);
  }

  /** Exit code after a stop that was asked for. @returns {Promise<number | null>} */
  async stop() {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await ended;
    return code;
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
async function readUrl(child) {
  for await (const line of createInterface({
    input: /** @type {import('node:stream').Readable} */ (child.stdout),
  })) {
    const entry = JSON.parse(line);
    if (entry.msg !== 'listening') continue;
    child.stdout?.resume();
    return entry.url;
  }
  throw new Error('the service said nothing');
}
