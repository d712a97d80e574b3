// Pulls whole packages on parallel connections until the time is over: the manifest by its tag, then every blob.
// Job: { url, clients, seconds }; result: { packages, rate } of the pulls alone.
import { Connection } from './connection.mjs';
import { serveClient } from './load.mjs';
import { ACCEPT_MANIFEST, checkPackage, makePackage, pushPackage } from './margo-package.mjs';

const PACKAGES = 50;

await serveClient(async ({ url, clients, seconds }) => {
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(url)));
  const packages = await seed(connections[0]);
  const began = performance.now();
  const end = began + seconds * 1000;
  const counts = await Promise.all(
    connections.map((connection, index) => pullUntil(connection, packages, { index, end })),
  );
  const pulled = counts.reduce((sum, count) => sum + count, 0);
  return { packages: pulled, rate: pulled / ((performance.now() - began) / 1000) };
});

async function seed(connection) {
  const run = Date.now().toString(36);
  const packages = Array.from({ length: PACKAGES }, (_, number) => [
    `acme/pulled-${number}`,
    makePackage(),
    run,
  ]);
  for (const one of packages) {
    await pushPackage(connection, ...one);
    await checkPackage(connection, ...one);
  }
  return packages;
}

async function pullUntil(connection, packages, { index, end }) {
  let count = 0;
  while (performance.now() < end || count === 0) {
    await pull(connection, ...packages[(index + count) % packages.length]);
    count += 1;
  }
  return count;
}

async function pull(connection, repository, { blobs, manifest }, tag) {
  const get = async (path, headers) =>
    (await connection.request({ method: 'GET', path: `/v2/${repository}/${path}`, headers })).expect(
      path,
      200,
    );
  const { body } = await get(`manifests/${tag}`, [ACCEPT_MANIFEST]);
  if (body.length !== manifest.bytes.length) throw new Error(`${repository}:${tag} is cut`);
  for (const { bytes, descriptor } of blobs) {
    const blob = await get(`blobs/${descriptor.digest}`);
    if (blob.body.length !== bytes.length) throw new Error(`${descriptor.digest} is cut`);
  }
}
