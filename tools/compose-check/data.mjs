import { pullAgain } from './story.mjs';
import { until } from './program.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

const RECOVERY = 120;

/**
 * Stops and starts a deployment in every way, and pulls after each what was pushed before; rejects unless the digests are the same.
 *
 * @param {Deployment} deployment @param {import('./story.mjs').Pushed} pushed @param {import('./engine.mjs').Cut} [cut]
 */
export async function outliveStops(deployment, pushed, cut) {
  await deployment.compose('stop', '--timeout', '50');
  await deployment.compose('start');
  await healthy(deployment);
  await pullAgain(deployment, pushed);

  await deployment.compose('down', '--timeout', '50');
  await deployment.up();
  await pullAgain(deployment, pushed);

  if (cut === undefined) return 'stop and start, down and up; the engine is not ours to kill';
  const names = await deployment.containers();
  const pids = await Promise.all(names.map((name) => deployment.pid(name)));
  await cut(() => pids.forEach((pid) => process.kill(pid, 'SIGKILL')));
  await healthy(deployment, names);
  await pullAgain(deployment, pushed);
  return 'stop and start, down and up, the engine and every container killed at once';
}

/** Resolves when all containers are healthy, without anybody starting them. @param {Deployment} deployment @param {string[]} [names] */
async function healthy(deployment, names) {
  for (const name of names ?? (await deployment.containers()))
    await until(`${name} is healthy`, RECOVERY, async () => {
      const { State } = await deployment.inspect(name);
      return State.Running && State.Health.Status === 'healthy';
    });
}
