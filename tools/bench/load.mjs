// What puts load on a server: wrk for small reads, and Node programs of this folder, each in a process on its own core.
import { fileURLToPath } from 'node:url';
import { LOAD_CORE, findProgram, runProcess } from './processes.mjs';

/** Why small reads cannot be measured, or `undefined`. */
export function findWrkSkip() {
  return findProgram('wrk') ? undefined : `skipped: no wrk at ${process.env.PATH}`;
}

/** Requests per second of GETs on 32 connections. Throws when an answer was not 2xx or a connection failed. */
export async function readWithWrk(url, headers, seconds) {
  const lines = headers.flatMap((line) => ['-H', line]);
  const output = await runProcess(['wrk', '-t1', '-c32', `-d${seconds}s`, ...lines, url], LOAD_CORE);
  const fault = /Non-2xx.*|Socket errors.*/.exec(output);
  if (fault) throw new Error(`${url}: ${fault[0]}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
}

/**
 * Runs one of the client programs of this folder on the core for load.
 * @param {string} program file name
 * @param {object} job plain data; the program prints its result as JSON
 */
export async function runClient(program, job) {
  const file = fileURLToPath(new URL(program, import.meta.url));
  return JSON.parse(await runProcess([process.execPath, file, JSON.stringify(job)], LOAD_CORE));
}

/** The other side of {@link runClient}: does the job of this process and prints the result. */
export async function serveClient(work) {
  const result = await work(JSON.parse(process.argv[2]));
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
