import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { JUDGES_DIRECTORY } from '../check/judges.mjs';
import { findOutput, installDebian, run, until } from './program.mjs';

const FOLDER = join(JUDGES_DIRECTORY, 'engine');
const DAEMON = '/usr/sbin/dockerd';
const ENVIRONMENT = { DOCKER_HOST: `unix://${join(FOLDER, 'docker.sock')}` };
const PACKAGES = ['docker.io', 'iptables', 'debootstrap'];

/**
 * A Docker engine: the one that this machine runs, or one of Debian's packages with data, socket and process of its own.
 *
 * `cut` ends an engine of our own and `meanwhile` as if the power went, and starts it again.
 *
 * @typedef {(meanwhile: () => void) => Promise<void>} Cut
 * @typedef {{ environment: Record<string, string>, stop: () => Promise<void>, cut?: Cut }} Engine
 */

/** Undefined where there is none and none can be started. @returns {Promise<Engine | undefined>} */
export async function findEngine() {
  if (await answers({})) return { environment: {}, stop: () => Promise.resolve() };
  if (process.getuid?.() !== 0) return undefined;
  if (!existsSync(DAEMON)) installDebian(PACKAGES);
  return startEngine();
}

/** @param {Record<string, string>} environment */
async function answers(environment) {
  return (
    (await findOutput('docker', ['version', '--format', '{{.Server.Version}}'], environment)) !== undefined
  );
}

/** @returns {Promise<Engine>} */
async function startEngine() {
  mkdirSync(FOLDER, { recursive: true });
  let daemon = await startDaemon();
  process.once('exit', () => daemon.kill('SIGTERM'));
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    const ended = once(daemon, 'exit');
    daemon.kill(signal);
    await ended;
  };
  /** @type {Cut} */
  const cut = async (meanwhile) => {
    await end('SIGKILL');
    meanwhile();
    await forgetContainerd();
    daemon = await startDaemon();
  };
  return { environment: ENVIRONMENT, stop: () => end('SIGTERM'), cut };
}

/** It ends with the engine; one that is still there as a dead process would be taken for alive, and waited for in vain. */
async function forgetContainerd() {
  const pid = readFileSync(join(FOLDER, 'exec/containerd/containerd.pid'), 'utf8').trim();
  await until('containerd is gone', 30, () => Promise.resolve(!existsSync(join('/proc', pid))));
}

/** Resolves when it answers. */
async function startDaemon() {
  const log = openSync(join(FOLDER, 'log'), 'a');
  const places = ['--data-root', join(FOLDER, 'data'), '--exec-root', join(FOLDER, 'exec')];
  const daemon = spawn(DAEMON, [...places, '-H', ENVIRONMENT.DOCKER_HOST, '--pidfile', join(FOLDER, 'pid')], {
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  try {
    await until('the engine answers', 60, () => answers(ENVIRONMENT));
  } catch (error) {
    daemon.kill('SIGTERM');
    throw new Error(`dockerd did not start; ${join(FOLDER, 'log')} says why`, { cause: error });
  }
  return daemon;
}

/** The variables with which `docker compose` is there in version 2; built by Go where the machine has none. @param {Engine} engine */
export async function withCompose({ environment }) {
  const version = await findOutput('docker', ['compose', 'version', '--short'], environment);
  if (version !== undefined) return environment;
  const configuration = join(JUDGES_DIRECTORY, 'docker');
  const plugin = join(configuration, 'cli-plugins/docker-compose');
  if (!existsSync(plugin)) await buildCompose(plugin);
  return { ...environment, DOCKER_CONFIG: configuration };
}

/** `go install` refuses it for its exclude directives; as a tool of a module of ours it builds. @param {string} plugin */
async function buildCompose(plugin) {
  const module = join(JUDGES_DIRECTORY, 'compose-module');
  const code = 'github.com/docker/compose/v2/cmd';
  mkdirSync(module, { recursive: true });
  mkdirSync(join(plugin, '..'), { recursive: true });
  if (!existsSync(join(module, 'go.mod'))) await run('go', ['-C', module, 'mod', 'init', 'compose-check']);
  await run('go', ['-C', module, 'get', '-tool', `${code}@v2.40.3`]);
  await run('go', ['-C', module, 'build', '-o', plugin, code], { CGO_ENABLED: '0' });
}
