import { pause, run } from '../program.mjs';

/** @typedef {import('../deployment.mjs').Deployment} Deployment */
/** What goes wrong, until it is taken back; resolves when both is over. @typedef {(deployment: Deployment) => Promise<void>} Fault */

const LENGTH = 10_000;
const POSTGRES_PORT = '5432';

/** The first container of a service. @param {Deployment} deployment @param {string} service */
async function containerOf(deployment, service) {
  const names = await deployment.containers();
  const name = names.find((other) => other.includes(`-${service}-`));
  if (name === undefined) throw new Error(`${service} does not run: ${names.join(', ')}`);
  return name;
}

/** The process ends at once; Docker starts it again. @param {string} service @returns {Fault} */
export const killed = (service) => async (deployment) => {
  await deployment.crash(await containerOf(deployment, service));
};

/** Told to stop, and started after ten seconds. @param {string} service @returns {Fault} */
export const stopped = (service) => async (deployment) => {
  const name = await containerOf(deployment, service);
  await deployment.docker('stop', name);
  await pause(LENGTH);
  await deployment.docker('start', name);
};

/** Connections stay open, nothing is answered for ten seconds. @param {string} service @returns {Fault} */
export const silent = (service) => async (deployment) => {
  const name = await containerOf(deployment, service);
  await deployment.docker('pause', name);
  await pause(LENGTH);
  await deployment.docker('unpause', name);
};

/** What one container sends to Postgres is dropped for ten seconds, without a word. @param {string} service @returns {Fault} */
export const cutOffFromPostgres = (service) => async (deployment) => {
  const pid = `${await deployment.pid(await containerOf(deployment, service))}`;
  const rule = ['OUTPUT', '-p', 'tcp', '--dport', POSTGRES_PORT, '-j', 'DROP'];
  const iptables = (/** @type {string} */ verb) =>
    run('nsenter', ['-t', pid, '-n', 'iptables', verb, ...rule]);
  await iptables('-I');
  await pause(LENGTH);
  await iptables('-D');
};

/** A file takes all the room that is left, for ten seconds. @param {string} service @param {string} folder @returns {Fault} */
export const diskFull = (service, folder) => async (deployment) => {
  const name = await containerOf(deployment, service);
  const file = `${folder}/ballast`;
  const inside = (/** @type {string} */ script) => deployment.docker('exec', name, 'sh', '-c', script);
  await inside(`dd if=/dev/zero of=${file} bs=64k 2>/dev/null || true`);
  await pause(LENGTH);
  // The container may be between two starts.
  for (let round = 0; round < 60; round += 1) {
    const isRemoved = await inside(`rm -f ${file}`).then(
      () => true,
      () => false,
    );
    if (isRemoved) return;
    await pause(250);
  }
  throw new Error(`${file} could not be removed`);
};

/** What is wrong is wrong from the start, as a clock; watched for ten seconds. @type {Fault} */
export const standing = () => pause(LENGTH);
