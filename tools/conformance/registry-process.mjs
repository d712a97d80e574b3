import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../apps/registry/dist/main.js');
const READY_WITHIN = 20_000;

/**
 * Starts the built registry with empty stores in a temporary folder, on a free port of 127.0.0.1.
 *
 * @param {Record<string, string>} environment more `REGISTRY_*` variables
 * @returns {Promise<{ host: string, stop: () => Promise<void> }>} `host` as `address:port`; rejects when it does not listen
 */
export async function startRegistry(environment) {
  const directory = await mkdtemp(join(tmpdir(), 'margo-conformance-'));
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      REGISTRY_HTTP_PORT: '0',
      REGISTRY_LOG_LEVEL: 'info',
      REGISTRY_BLOBS_DIRECTORY: join(directory, 'blobs'),
      REGISTRY_METADATA_FILE: join(directory, 'registry.db'),
      ...environment,
    },
  });
  const stop = async () => {
    const exited = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    return { host: await listeningHost(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function listeningHost(child) {
  const complaints = createInterface({ input: readable(child.stderr) });
  /** @type {string[]} */
  const said = [];
  complaints.on('line', (line) => said.push(line));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ready line within ${READY_WITHIN} ms`)),
      READY_WITHIN,
    );
    child.once('exit', (code) => reject(new Error(`the registry ended with ${code}:\n${said.join('\n')}`)));
    createInterface({ input: readable(child.stdout) }).on('line', (line) => {
      if (!line.includes('"msg":"listening"')) return;
      clearTimeout(timer);
      resolve(new URL(JSON.parse(line).url).host);
    });
  });
}

/** @param {import('node:stream').Readable | null} stream */
function readable(stream) {
  return /** @type {import('node:stream').Readable} */ (stream);
}
