// Starting, pinning and ending the processes of a measurement; what they cost comes from /proc.
import { spawn } from 'node:child_process';
import { accessSync, constants, openSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, join } from 'node:path';

/** The core of a server that must do with one, and the core of whatever puts load on it. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Ticks of `/proc/<pid>/stat` per second; Linux shows 100 to user space on every architecture. */
const TICKS = 100;
const PATIENCE = 10_000;

const running = new Set();
const isPinning = cpus().length > 1 && findProgram('taskset') !== undefined;

/** Full path of a program on PATH, or `undefined`. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** True for a file that may be run. */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says whether cores can be assigned here: without it all shares are shares of a scramble. */
export function describePinning() {
  return isPinning ? 'server and load pinned where it says so' : 'nothing pinned: no taskset, or one core';
}

/**
 * Starts a program whose output goes to a file, as a service's would.
 * @param {{ command: string[], env?: object, core?: number, log: string }} start `core` undefined: any
 */
export function startProcess({ command, env, core, log }) {
  const [program, ...args] = pinned(command, core);
  const output = openSync(log, 'a');
  const child = spawn(program, args, { env: env ?? process.env, stdio: ['ignore', output, output] });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  running.add(child);
  void ended.then(() => running.delete(child));
  return {
    pid: child.pid,
    hasEnded: () => !running.has(child),
    stop: (signal = 'SIGTERM') => stop(child, ended, signal),
  };
}

/** Runs a program to its end. Resolves with what it printed; throws, with its complaint, when it fails. */
export async function runProcess(command, core) {
  const [program, ...args] = pinned(command, core);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (complaint += data));
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  running.delete(child);
  if (code !== 0)
    throw new Error(`${command.join(' ').slice(0, 200)} ended with ${code}: ${complaint || output}`);
  return output;
}

/** Ends whatever is still running: for an interrupted run. */
export function stopAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** Seconds of processor time a process has used on all its threads; `undefined` where there is no /proc. */
export function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return undefined;
  }
}

async function stop(child, ended, signal) {
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(impatience);
}

function pinned(command, core) {
  return isPinning && core !== undefined ? ['taskset', '-c', `${core}`, ...command] : command;
}
