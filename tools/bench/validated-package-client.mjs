// Pushes valid packages on parallel connections until the time is over; every push has to be acknowledged.
// Job: { url, clients, seconds }; result: { packages, rate }.
import { Connection } from './connection.mjs';
import { serveClient } from './load.mjs';
import { pushPackage } from './margo-package.mjs';
import { makeValidPackage } from './validated-package.mjs';

await serveClient(async ({ url, clients, seconds }) => {
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(url)));
  const run = Date.now().toString(36);
  const began = performance.now();
  const end = began + seconds * 1000;
  let packages = 0;
  const pushUntilEnd = async (connection) => {
    while (performance.now() < end) {
      packages += 1;
      await pushPackage(connection, `bench/app-${run}-${packages}`, makeValidPackage(packages), '1.0.0');
    }
  };
  await Promise.all(connections.map(pushUntilEnd));
  return { packages, rate: packages / ((performance.now() - began) / 1000) };
});
