// Counts the fsync and fdatasync calls of a running server with strace.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, startProcess } from './processes.mjs';

const CALLS = ['fsync', 'fdatasync'];

/**
 * @param {{ pid: number, folder: string }} server
 * @param {() => Promise<{ count: number }>} work what is done meanwhile, and how much of it
 * @returns {Promise<{ syncs: number, count: number, skip?: undefined } | { skip: string }>}
 */
export async function traceSyncs({ pid, folder }, work) {
  if (!findProgram('strace')) return { skip: `skipped: no strace at ${process.env.PATH}` };
  const summary = join(folder, `strace-${Date.now()}.txt`);
  const log = `${summary}.log`;
  const tracer = startProcess({
    command: ['strace', '-f', '-c', '-e', `trace=${CALLS.join(',')}`, '-o', summary, '-p', `${pid}`],
    log,
  });
  await sleep(1000);
  if (tracer.hasEnded())
    return { skip: `skipped: strace may not attach: ${readFileSync(log, 'utf8').trim()}` };
  const { count } = await work();
  await tracer.stop('SIGINT');
  return { syncs: countCalls(existsSync(summary) ? readFileSync(summary, 'utf8') : ''), count };
}

/** Sums the column `calls` of the lines of these calls: `% time, seconds, usecs/call, calls, [errors,] syscall`. */
function countCalls(summary) {
  return summary
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => CALLS.includes(fields.at(-1)))
    .reduce((sum, fields) => sum + Number(fields[3]), 0);
}
