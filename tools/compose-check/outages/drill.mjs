import { pause, until } from '../program.mjs';
import { Crowd } from './crowd.mjs';
import { Observer } from './observer.mjs';
import { sayChanges, sayMetrics, sayUsers } from './words.mjs';

/** @typedef {import('../deployment.mjs').Deployment} Deployment */

const CALM = 3000;
const RECOVERY = 120;
/** Until Docker knows of a process that has ended. */
const NOTICE = 2000;

/**
 * One fault while five users work: prints what each of them saw, and resolves with how many acknowledged pushes are gone.
 *
 * @param {Deployment} deployment @param {{ name: string, fault: import('./faults.mjs').Fault }} drill
 */
export async function runDrill(deployment, { name, fault }) {
  const crowd = new Crowd(deployment.url);
  const observers = await observe(deployment);
  await pause(CALM);
  const before = await Promise.all(observers.map((observer) => observer.readMetrics()));
  const begun = Date.now();
  await fault(deployment);
  await recover(deployment);
  const recovered = Date.now();
  await pause(CALM);
  await crowd.stop();
  const after = await Promise.all(observers.map((observer) => observer.readMetrics()));
  await Promise.all(observers.map((observer) => observer.stop()));
  const [acknowledged, lost] = [crowd.acknowledged.length, await crowd.countLost()];

  console.log(`\n## ${name} (all healthy after ${((recovered - begun) / 1000).toFixed(1)} s)`);
  sayUsers(crowd.attempts, begun).forEach((line) => console.log(`- ${line}`));
  observers.forEach((observer, index) => {
    console.log(`- ${observer.name}: ${sayChanges(observer.changes, begun)}`);
    console.log(`  metrics: ${sayMetrics(before[index] ?? new Map(), after[index] ?? new Map())}`);
  });
  console.log(`- acknowledged ${acknowledged}, lost ${lost}`);
  return lost;
}

/** Every registry, past the balancer. @param {Deployment} deployment */
async function observe(deployment) {
  const names = (await deployment.containers()).filter((name) =>
    /-registry/.test(name.replace(/^margo-compose-check/, '')),
  );
  return Promise.all(
    names.map(async (name) => {
      const { NetworkSettings } = await deployment.inspect(name);
      const [address] = Object.entries(NetworkSettings.Networks)
        .filter(([network]) => network.endsWith('_front'))
        .map(([, { IPAddress }]) => IPAddress);
      return new Observer(name, `http://${address}:5000`);
    }),
  );
}

/** Resolves when every container is healthy by what Docker says. @param {Deployment} deployment */
async function recover(deployment) {
  await pause(NOTICE);
  await until('everything is healthy again', RECOVERY, async () => {
    const states = await deployment.compose('ps', '-a', '--format', '{{.State}} {{.Health}}');
    return states.split('\n').every((state) => state === 'running healthy');
  });
}
