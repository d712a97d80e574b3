// What it costs to look inside: packages per second under `enforce` against `off`, and a page of a large catalogue
// against a plain indexed query.
import { runClient } from './load.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { ratioRow } from './table.mjs';

const CLIENTS = 8;
/** At most a quarter slower. */
const AIM = 0.75;

export const title = 'validation: valid packages of five layers per second';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const servers = [];
  try {
    for (const validation of ['enforce', 'off'])
      servers.push(await startRegistry({ name: validation, env: { REGISTRY_MARGO_VALIDATION: validation } }));
    const seconds = isQuick ? 2 : 5;
    for (const server of servers) await push(server, isQuick ? 1 : 3);
    const samples = await interleave({
      subjects: servers,
      rounds,
      limit: 90,
      measure: (server) => sample(server, () => push(server, seconds)),
    });
    const [enforce, off] = servers.map((server) => ({ name: server.name, samples: samples.get(server) }));
    const rows = [ratioRow({ figure: 'push', unit: 'packages/s', aim: AIM, subject: enforce, against: off })];
    return { rows, skips: [] };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function push({ url }, seconds) {
  const { rate, packages } = await runClient('validated-package-client.mjs', {
    url,
    clients: CLIENTS,
    seconds,
  });
  return { rate, count: packages };
}
