// Margo packages per second, as oras pushes them, and how often the disk is asked to sync for one.
import { runClient } from './load.mjs';
import { PEER, findPeerSkip, startPeer } from './peer-server.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { traceSyncs } from './sync-trace.mjs';
import { ratioRow, short } from './table.mjs';

const CLIENTS = [1, 8, 32];
const AIM = 3;

export const title = 'packages: Margo packages per second (three small layers, fresh content)';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const servers = [];
  try {
    servers.push(await startRegistry());
    const peer = await startPeer();
    if (peer) servers.push(peer);
    const seconds = isQuick ? 2 : 4;
    for (const server of servers) await push(server, 8, isQuick ? 1 : 3);
    const rows = [];
    for (const clients of CLIENTS) rows.push(...(await compare(servers, { clients, seconds, rounds })));
    const trace = await countSyncs(servers, isQuick ? [8] : CLIENTS);
    return { rows: [...rows, ...trace.rows], skips: [findPeerSkip(), ...trace.skips].filter(Boolean) };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function push({ url }, clients, seconds) {
  const { rate, packages } = await runClient('package-client.mjs', { url, clients, seconds });
  return { rate, count: packages };
}

/** Without a peer there is nothing to take a ratio of, and a lone number would say nothing. */
async function compare(servers, { clients, seconds, rounds }) {
  const samples = await interleave({
    subjects: servers,
    rounds,
    limit: 60,
    measure: (server) => sample(server, () => push(server, clients, seconds)),
  });
  const [registry, peer] = servers.map(({ name }, index) => ({ name, samples: samples.get(servers[index]) }));
  if (!peer) return [];
  const figure = clients === 1 ? '1 client' : `${clients} clients`;
  return [
    ratioRow({ figure, unit: 'packages/s', aim: AIM, subject: registry, against: { ...peer, name: PEER } }),
  ];
}

async function countSyncs(servers, clientCounts) {
  const rows = [];
  for (const clients of clientCounts) {
    const counts = [];
    for (const server of servers) counts.push(await traceSyncs(server, () => push(server, clients, 2)));
    const skip = counts.find((count) => count.skip)?.skip;
    if (skip) return { rows, skips: [skip] };
    rows.push(syncRow(clients, counts));
  }
  return { rows, skips: [] };
}

function syncRow(clients, [registry, peer]) {
  const describe = ({ syncs, count }) => `${short(syncs / count)} (${syncs} in ${count} packages)`;
  return {
    figure: `fsync and fdatasync per package, ${clients} client${clients === 1 ? '' : 's'} (less is better)`,
    result: peer
      ? `${short(registry.syncs / registry.count / (peer.syncs / peer.count))} of ${PEER}`
      : short(registry.syncs / registry.count),
    subject: describe(registry),
    against: peer && describe(peer),
    data: { registry, peer },
  };
}
