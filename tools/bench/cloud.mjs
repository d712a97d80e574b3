// S3 and Postgres against a directory and SQLite: what it costs one machine to be ready for many.
import { join } from 'node:path';
import { listCloudSkips, startCloudRegistry, startCloudStores } from './cloud-server.mjs';
import { move, seed } from './big.mjs';
import { runClient } from './load.mjs';
import { countParts } from './part-sizes.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { ratioRow } from './table.mjs';

const CLIENTS = [1, 8, 32];
const EMBEDDED = 'directory and SQLite';

export const title = 'cloud: S3 (MinIO) and Postgres beside a directory and SQLite';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure(options) {
  const skips = listCloudSkips();
  if (skips.length > 0) return { rows: [], skips };
  const stores = await startCloudStores();
  try {
    return { rows: await compareBoth(stores, options), skips: [] };
  } finally {
    await stores.remove();
  }
}

async function compareBoth(stores, options) {
  const servers = [];
  try {
    servers.push(await startCloudRegistry(stores));
    servers.push(await startRegistry({ name: EMBEDDED }));
    const rows = [];
    for (const [figure, program] of [
      ['packages pushed', 'package-client.mjs'],
      ['packages pulled', 'package-pull-client.mjs'],
    ])
      for (const clients of CLIENTS)
        rows.push(await comparePackages(servers, { figure, program, clients }, options));
    rows.push(...(await compareLarge(servers, options)), partRow(stores, servers[0].bucket));
    return rows;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function comparePackages(servers, { figure, program, clients }, { rounds, isQuick }) {
  const load = async ({ url }) => {
    const { rate, packages } = await runClient(program, { url, clients, seconds: isQuick ? 1 : 4 });
    return { rate, count: packages };
  };
  const measureOne = (server) => sample(server, () => load(server));
  const samples = await interleave({ subjects: servers, rounds, limit: 60, measure: measureOne });
  return rowOf(`${figure}, ${clients} client${clients === 1 ? '' : 's'}`, 'packages/s', samples);
}

async function compareLarge(servers, { rounds, isQuick }) {
  const mebibytes = isQuick ? 128 : 1024;
  const held = new Map();
  for (const server of servers) held.set(server, await seed(server, mebibytes));
  const turns = { subjects: servers, rounds, limit: 120 };
  const pull = (server) => sample(server, () => move(server, { pull: held.get(server) }, mebibytes));
  const push = (server) => sample(server, () => move(server, { push: mebibytes }, mebibytes));
  return [
    rowOf(`push of ${mebibytes} MiB`, 'MB/s', await interleave({ ...turns, measure: push })),
    rowOf(`pull of ${mebibytes} MiB`, 'MB/s', await interleave({ ...turns, measure: pull })),
  ];
}

function rowOf(figure, unit, samples) {
  const [subject, against] = [...samples].map(([{ name }, values]) => ({ name, samples: values }));
  return ratioRow({ figure, unit, subject, against });
}

function partRow(stores, bucket) {
  const parts = countParts(join(stores.minio.folder, 'data', bucket));
  const result = parts.map(([size, count]) => `${count} of ${size} MiB`).join(', ');
  return { figure: 'parts that the bucket holds of the blobs above', result, data: { parts } };
}
