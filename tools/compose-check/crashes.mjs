import { Load } from './load.mjs';
import { pause, until } from './program.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

const BEFORE = 2000;
const RECOVERY = 90;

/**
 * Crashes every container once, one after the other, while a client pushes and pulls, and prints a row for each. Rejects when a
 * container does not come back, when anybody is answered 500, or when an acknowledged push is gone.
 *
 * @param {Deployment} deployment
 */
export async function crashEach(deployment) {
  const load = new Load(deployment.url);
  const rows = [];
  try {
    for (const name of await deployment.containers()) rows.push(await crashOne(deployment, load, name));
    await pause(BEFORE);
  } finally {
    await load.stop();
  }
  const lost = new Set(await load.listLost());
  console.log(
    '  | crashed | healthy after | acknowledged | lost | 5xx | other failures |\n  | --- | --- | --- | --- | --- | --- |',
  );
  for (const { tags, cells } of rows) {
    const [name, healthy, ...failures] = cells;
    const counts = [tags.length, tags.filter((tag) => lost.has(tag)).length];
    console.log(`  | ${[name, healthy, ...counts, ...failures].join(' | ')} |`);
  }
  if (load.failures.has(500)) throw new Error(`500 was answered ${load.failures.get(500)} times`);
  if (lost.size > 0) throw new Error(`acknowledged and lost: ${[...lost].join(', ')}`);
  return `${load.acknowledged.size} pushes were acknowledged, none of them lost`;
}

/** @param {Deployment} deployment @param {Load} load @param {string} name */
async function crashOne(deployment, load, name) {
  const before = { failures: new Map(load.failures), acknowledged: load.acknowledged.size };
  await pause(BEFORE);
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
  const tags = [...load.acknowledged.keys()].slice(before.acknowledged);
  return { tags, cells: [name, `${healthy} s`, ...sayFailures(load.failures, before.failures)] };
}

/** Answers of 5xx, and the rest. @param {Map<number, number>} now @param {Map<number, number>} before */
function sayFailures(now, before) {
  const failures = [...now]
    .map(([status, count]) => ({ status, count: count - (before.get(status) ?? 0) }))
    .filter(({ count }) => count > 0);
  const say = (/** @type {typeof failures} */ list) =>
    list.map(({ status, count }) => `${count} × ${status || 'no answer'}`).join(', ') || 'none';
  return [
    say(failures.filter(({ status }) => status >= 500)),
    say(failures.filter(({ status }) => status < 500)),
  ];
}
