import { Load } from './load.mjs';
import { pause, until } from './program.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

const BEFORE = 2000;
const RECOVERY = 90;

/**
 * Crashes every container once, one after the other, while a client pushes and pulls. Rejects when a container does not come
 * back, when anybody is answered 500, or when an acknowledged push is gone.
 *
 * @param {Deployment} deployment
 */
export async function crashEach(deployment) {
  const load = new Load(deployment.url);
  try {
    for (const name of await deployment.containers()) await crashOne(deployment, load, name);
    await pause(BEFORE);
  } finally {
    await load.stop();
  }
  if (load.failures.has(500)) throw new Error(`500 was answered ${load.failures.get(500)} times`);
  const lost = await load.listLost();
  if (lost.length > 0) throw new Error(`acknowledged and lost: ${lost.join(', ')}`);
  return `${load.acknowledged.size} pushes were acknowledged, none of them lost`;
}

/** @param {Deployment} deployment @param {Load} load @param {string} name */
async function crashOne(deployment, load, name) {
  await pause(BEFORE);
  const before = new Map(load.failures);
  const started = Date.now();
  const pid = await deployment.crash(name);
  await until(`${name} is healthy again`, RECOVERY, async () => {
    const { State } = await deployment.inspect(name);
    return State.Pid > 0 && State.Pid !== pid && State.Health.Status === 'healthy';
  });
  const healthy = ((Date.now() - started) / 1000).toFixed(1);
  const acknowledged = load.acknowledged.size;
  await until(`pushes go on after ${name}`, RECOVERY, () =>
    Promise.resolve(load.acknowledged.size > acknowledged),
  );
  const failed = [...load.failures].map(([status, count]) => [status, count - (before.get(status) ?? 0)]);
  const seen = failed
    .filter(([, count]) => count)
    .map(([status, count]) => `${count} × ${status || 'no answer'}`);
  console.log(`  ${name}: healthy after ${healthy} s; the client saw ${seen.join(', ') || 'nothing'}`);
}
