import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../check/judges.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */
/** @typedef {Record<string, unknown>} Claims */

const SECRETS = join(ROOT, 'secrets');

/** Rejects with everything that is open in what Docker runs. @param {Deployment} deployment */
export async function checkHardening(deployment) {
  const names = await deployment.containers();
  const faults = [];
  for (const name of names) {
    const container = await deployment.inspect(name);
    const users = (await deployment.docker('top', name, '-eo', 'uid,pid,comm')).split('\n').slice(1);
    /** @type {Claims} */
    const claims = {
      ...claimsOf(container),
      ...claimsOfKernel(container.State.Pid),
      ...claimsOfUsers(users),
    };
    faults.push(
      ...Object.entries(claims)
        .filter(([, holds]) => !holds)
        .map(([what]) => `${name}: not ${what}`),
    );
  }
  if (names.length === 0 || faults.length > 0) throw new Error(faults.join('\n') || 'nothing runs');
  return `${names.length} containers, every process of an ordinary user`;
}

/** What `docker inspect` shows. @param {any} container @returns {Claims} */
function claimsOf(container) {
  const { Config, HostConfig, State } = container;
  const text = JSON.stringify(container);
  return {
    'a user other than root': /^[1-9]\d*:/.test(Config.User),
    'a read-only root file system': HostConfig.ReadonlyRootfs,
    'no capability':
      HostConfig.CapDrop?.includes('ALL') && !HostConfig.CapAdd?.length && !HostConfig.Privileged,
    'no new privileges': HostConfig.SecurityOpt?.includes('no-new-privileges:true'),
    'a memory limit': HostConfig.Memory > 0,
    'a limit of processes': HostConfig.PidsLimit > 0,
    'logs that rotate':
      HostConfig.LogConfig.Type === 'json-file' &&
      ['max-size', 'max-file'].every((key) => HostConfig.LogConfig.Config[key] !== undefined),
    'a restart policy': HostConfig.RestartPolicy.Name === 'unless-stopped',
    'a health check that passes': Config.Healthcheck?.Test?.length > 0 && State.Health?.Status === 'healthy',
    'ports of this machine alone': listPublished(HostConfig).every((address) => address === '127.0.0.1'),
    'no secret in what is inspected': !listSecrets().some((secret) => text.includes(secret)),
  };
}

/** @param {any} hostConfig @returns {string[]} addresses */
function listPublished({ PortBindings }) {
  return Object.values(PortBindings ?? {}).flatMap((/** @type {{ HostIp: string }[]} */ bindings) =>
    bindings.map(({ HostIp }) => HostIp),
  );
}

/** Contents of the files that deploy/make-secrets.sh has made. */
function listSecrets() {
  return readdirSync(SECRETS).map((name) => readFileSync(join(SECRETS, name), 'utf8'));
}

/** What the kernel says of the first process; nothing where the engine runs on another machine. @param {number} pid @returns {Claims} */
function claimsOfKernel(pid) {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return {};
  const status = readFileSync(path, 'utf8');
  return {
    'without capabilities for the kernel': ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].every((set) =>
      new RegExp(`^Cap${set}:\\s*0+$`, 'm').test(status),
    ),
    'without new privileges for the kernel': /^NoNewPrivs:\s*1$/m.test(status),
  };
}

/** @param {string[]} processes lines of `docker top`: user, process, program @returns {Claims} */
function claimsOfUsers(processes) {
  const isOrdinary = (/** @type {string} */ line) => /^\s*[1-9]\d*\s/.test(line);
  return { 'without a process of root': processes.length > 0 && processes.every(isOrdinary) };
}
