// How long everybody else waits while packages are pushed: delay of the event loop, and pulls beside the pushes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { runClient } from './load.mjs';
import { ACCEPT_MANIFEST, makePackage, pushPackage } from './margo-package.mjs';
import { PEER, findPeerSkip, startPeer } from './peer-server.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave, median } from './rounds.mjs';
import { short, spreadOf } from './table.mjs';

const CLIENTS = 8;
/** Milliseconds between two pulls. */
const EVERY = 5;
const PULL = { path: '/v2/acme/hello/manifests/1.0.0', headers: [ACCEPT_MANIFEST], every: EVERY };
const PROBE = new URL('./loop-probe.mjs', import.meta.url).href;

export const title = `loop: milliseconds of waiting while ${CLIENTS} clients push packages`;

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-bench-loop-'));
  const report = join(folder, 'delays.json');
  const servers = [];
  try {
    servers.push(await startRegistry({ flags: ['--import', PROBE], env: { MARGO_BENCH_LOOP: report } }));
    const peer = await startPeer();
    if (peer) servers.push(peer);
    for (const server of servers) await seed(server);
    const seconds = isQuick ? 3 : 6;
    const watched = (server) => watch(server, seconds, server === servers[0] ? report : undefined);
    const seen = await interleave({ subjects: servers, rounds, limit: 90, measure: watched });
    return {
      rows: rowsOf(...servers.map((server) => seen.get(server))),
      skips: [findPeerSkip()].filter(Boolean),
    };
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function seed({ url }) {
  const connection = await Connection.open(url);
  await pushPackage(connection, 'acme/hello', makePackage(), '1.0.0');
  connection.close();
  await runClient('package-client.mjs', { url, clients: CLIENTS, seconds: 2 });
}

/** Pulls alone, then pulls beside pushes; the loop is watched during the pushes. */
async function watch({ url, pid }, seconds, report) {
  const alone = await runClient('latency-client.mjs', { url, ...PULL, seconds: 2 });
  if (report) await readDelays(pid, report);
  const [beside, pushes] = await Promise.all([
    runClient('latency-client.mjs', { url, ...PULL, seconds: seconds - 1 }),
    runClient('package-client.mjs', { url, clients: CLIENTS, seconds }),
  ]);
  return { alone, beside, pushes, delays: report && (await readDelays(pid, report)) };
}

/** What the probe in the registry saw since the last time. */
async function readDelays(pid, report) {
  rmSync(report, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let look = 0; look < 100 && !existsSync(report); look += 1) await sleep(20);
  return JSON.parse(readFileSync(report, 'utf8'));
}

function rowsOf(registry, peer) {
  const delays = ['p50', 'p99', 'max'].map((name) => delayRow(name, registry));
  return [...delays, ...['p50', 'p99', 'max'].map((name) => pullRow(name, registry, peer))];
}

function delayRow(name, registry) {
  const values = registry.map(({ delays }) => delays[name]);
  const rate = short(median(registry.map(({ pushes }) => pushes.rate)));
  return {
    figure: `event loop delay, ${name}`,
    result: `${short(median(values))} ms`,
    spread: spreadOf(values),
    subject: `while ${rate} packages/s come in`,
    data: { values },
  };
}

function pullRow(name, registry, peer) {
  const middle = (rounds, part) => median(rounds.map((round) => round[part][name]));
  const describe = (rounds) =>
    `${short(middle(rounds, 'beside'))} ms beside pushes, ${short(middle(rounds, 'alone'))} ms alone`;
  return {
    figure: `wait for a manifest, ${name} (less is better)`,
    result: peer
      ? `${short(middle(registry, 'beside') / middle(peer, 'beside'))} of ${PEER}`
      : `${short(middle(registry, 'beside'))} ms`,
    spread: peer && spreadOf(registry.map((round, index) => round.beside[name] / peer[index].beside[name])),
    subject: describe(registry),
    against: peer && describe(peer),
    data: { registry, peer },
  };
}
