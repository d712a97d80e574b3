// Tokens per second of the mock authorization server, and how long a test waits for `startMockAuth()`.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runClient } from './load.mjs';
import { SERVER_CORE } from './processes.mjs';
import { interleave, median } from './rounds.mjs';
import { sample } from './samples.mjs';
import { startServer } from './server.mjs';
import { ratioRow, short, spreadOf } from './table.mjs';

const MAIN = fileURLToPath(new URL('../../apps/mock-auth/dist/main.js', import.meta.url));
const STARTS = 5;
const AIM = 100;
const CONNECTIONS = 16;

/** Clients by what their tokens are. */
const CLIENTS = ['ES256', 'RS256', 'opaque'];

export const title = 'mock-auth: access tokens per second by client credentials, and time to start in a test';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const starts = [];
  for (let count = 0; count < (isQuick ? 1 : STARTS); count += 1)
    starts.push(await runClient('mock-start-client.mjs', {}));
  const server = await startMock();
  try {
    const seconds = isQuick ? 1 : 5;
    // The first token of a kind makes its key.
    for (const client of CLIENTS) await ask(server, client, 1);
    const seen = await interleave({
      subjects: CLIENTS,
      rounds,
      limit: 120,
      measure: (client) => sample(server, () => ask(server, client, seconds)),
    });
    return { rows: [...tokenRows(seen), startRow(starts)], skips: [] };
  } finally {
    await server.stop();
  }
}

const ask = ({ url }, client, seconds) =>
  runClient('token-client.mjs', { url, client, connections: CONNECTIONS, seconds });

function startMock() {
  if (!existsSync(MAIN)) throw new Error('apps/mock-auth/dist/main.js is missing; build it with: npx tsc -b');
  return startServer({
    name: 'mock-auth',
    core: SERVER_CORE,
    probe: '/health/ready',
    prepare: ({ folder, port }) => {
      const identities = join(folder, 'identities.yaml');
      writeFileSync(identities, JSON.stringify({ clients: CLIENTS.map(clientOf) }));
      const env = {
        MOCK_AUTH_HTTP_PORT: `${port}`,
        MOCK_AUTH_LOG_LEVEL: 'warn',
        MOCK_AUTH_IDENTITIES: identities,
      };
      return { command: [process.execPath, MAIN], env: { PATH: process.env.PATH, ...env } };
    },
  });
}

/** JSON is YAML. */
function clientOf(id) {
  const style = id === 'opaque' ? { tokenFormat: 'opaque' } : { alg: id };
  return { id, secret: 'secret', rights: [{ repository: '*', actions: ['pull'] }], ...style };
}

function tokenRows(seen) {
  const side = (name) => ({ name, samples: seen.get(name) });
  return ['ES256', 'RS256'].map((name) =>
    ratioRow({
      figure: `tokens signed with ${name}`,
      unit: 'tokens/s',
      subject: side(name),
      against: side('opaque'),
    }),
  );
}

function startRow(starts) {
  const times = starts.map(({ milliseconds }) => milliseconds);
  const processor = starts.map(({ processor }) => processor);
  return {
    figure: 'startMockAuth() in a fresh process, after import',
    result: `${short(median(times))} ms`,
    aim: `< ${AIM} ms`,
    isMet: median(times) < AIM,
    spread: spreadOf(times),
    subject: `${short(median(processor))} ms of processor time; import ${short(median(starts.map((one) => one.imported)))} ms`,
    data: { starts },
  };
}
