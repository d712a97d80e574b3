// One server under measurement: its folder, its process, its address.
import { createServer } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, startProcess } from './processes.mjs';

const START_LIMIT = 20_000;

/**
 * Starts a server in a folder of its own and waits until it answers.
 * @param {{ name: string, core?: number, probe?: string, prepare: (place: { folder: string, port: number }) => { command: string[], env?: object } }} plan `probe` is a path that answers 2xx when the server is ready
 * @returns what the measurements ask of a server: `name`, `url`, `pid`, `folder`, `cpu()` in seconds, `stop()`
 */
export async function startServer({ name, core, probe = '/v2/', prepare }) {
  const folder = mkdtempSync(join(process.env.MARGO_BENCH_DIRECTORY ?? tmpdir(), 'margo-bench-'));
  const port = await freePort();
  const log = join(folder, 'output.log');
  const child = startProcess({ ...prepare({ folder, port }), core, log });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswering(`${url}${probe}`, child, log);
  } catch (error) {
    await stop();
    throw new Error(`${name} does not start: ${error.message}`, { cause: error });
  }
  return { name, url, pid: child.pid, folder, cpu: () => cpuSeconds(child.pid), stop };
}

async function untilAnswering(url, child, log) {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end) {
    if (child.hasEnded()) break;
    if (await isAnswering(url)) return;
    await sleep(50);
  }
  throw new Error(existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : 'no output');
}

async function isAnswering(url) {
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    // 401 where access is controlled.
    return answer.ok || answer.status === 401;
  } catch {
    return false;
  }
}

/** Not 0 for the server itself: with logs off there would be nobody to tell the port. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
