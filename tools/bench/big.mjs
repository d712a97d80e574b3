// One large blob, pulled and pushed on one connection, against a bare file server.
import { statfsSync } from 'node:fs';
import { FLOOR, startFloor } from './floor-server.mjs';
import { runClient } from './load.mjs';
import { PEER, findPeerSkip, startPeer } from './peer-server.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { ratioRow } from './table.mjs';

const GIBIBYTE = 2 ** 30;
const PULL_AIM = 0.9;
const PUSH_AIM = 0.8;

export const title = 'big: one large blob in MB/s, one connection';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const servers = [];
  try {
    servers.push(await startRegistry());
    servers.push(await startFloor());
    const peer = await startPeer();
    if (peer) servers.push(peer);
    const mebibytes = isQuick ? 256 : 1024;
    const needed = (servers.length * (rounds + 1) + 2) * mebibytes * 2 ** 20;
    const skip = findSpaceSkip(servers[0].folder, needed);
    if (skip) return { rows: [], skips: [skip] };
    return { rows: await compare(servers, { rounds, mebibytes }), skips: [findPeerSkip()].filter(Boolean) };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function compare(servers, { rounds, mebibytes }) {
  const held = new Map();
  for (const server of servers) held.set(server, await seed(server, mebibytes));
  const turns = { subjects: servers, rounds, limit: 90 };
  const pulls = await interleave({
    ...turns,
    measure: (server) => pull(server, held.get(server), mebibytes),
  });
  const pushes = await interleave({ ...turns, measure: (server) => push(server, mebibytes) });
  return [
    ...rowsOf(`pull of ${mebibytes} MiB`, pulls, PULL_AIM),
    ...rowsOf(`push of ${mebibytes} MiB`, pushes, PUSH_AIM),
  ];
}

/** Pushes what will be pulled, and pulls it once with its digest checked. */
export async function seed({ url }, mebibytes) {
  const { digests } = await runClient('blob-client.mjs', { url, push: mebibytes });
  const path = `/v2/acme/large/blobs/${digests[0]}`;
  await runClient('blob-client.mjs', { url, pull: path, digest: digests[0] });
  return path;
}

function pull(server, path, mebibytes) {
  return sample(server, () => move(server, { pull: path }, mebibytes));
}

function push(server, mebibytes) {
  return sample(server, () => move(server, { push: mebibytes }, mebibytes));
}

/** MB per second. @param {{ url: string }} server @param {object} job for `blob-client.mjs` @param {number} mebibytes its size */
export async function move({ url }, job, mebibytes) {
  const { seconds } = await runClient('blob-client.mjs', { url, ...job });
  const megabytes = (mebibytes * 2 ** 20) / 1e6;
  return { rate: megabytes / seconds, count: megabytes };
}

function rowsOf(figure, samples, aim) {
  const [registry, floor, peer] = [...samples].map(([{ name }, values]) => ({ name, samples: values }));
  const rows = [
    ratioRow({ figure, unit: 'MB/s', aim, subject: registry, against: { ...floor, name: FLOOR } }),
  ];
  if (peer)
    rows.push(ratioRow({ figure, unit: 'MB/s', subject: registry, against: { ...peer, name: PEER } }));
  return rows;
}

function findSpaceSkip(folder, needed) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize > needed) return undefined;
  return `skipped: ${Math.ceil(needed / GIBIBYTE)} GiB are not free at ${folder}; name another place in MARGO_BENCH_DIRECTORY`;
}
