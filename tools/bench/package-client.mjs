// Pushes packages on parallel connections until the time is over, then reads each connection's last one back.
// Job: { url, clients, seconds }; result: { packages, rate }.
import { Connection } from './connection.mjs';
import { serveClient } from './load.mjs';
import { checkPackage, makePackage, pushPackage } from './margo-package.mjs';

const REPOSITORIES = 50;
let number = 0;

await serveClient(async ({ url, clients, seconds }) => {
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(url)));
  const run = `${Date.now().toString(36)}`;
  const began = performance.now();
  const end = began + seconds * 1000;
  const pushed = await Promise.all(connections.map((connection) => pushUntil(connection, run, end)));
  const packages = pushed.reduce((sum, { count }) => sum + count, 0);
  const rate = packages / ((performance.now() - began) / 1000);
  await Promise.all(connections.map((connection, index) => checkPackage(connection, ...pushed[index].last)));
  return { packages, rate };
});

async function pushUntil(connection, run, end) {
  let count = 0;
  let last;
  while (performance.now() < end || count === 0) {
    number += 1;
    last = [`acme/app-${number % REPOSITORIES}`, makePackage(), `${run}-${number}`];
    await pushPackage(connection, ...last);
    count += 1;
  }
  return { count, last };
}
