// Resident memory while 32 pushes of 100 MiB run at once: a registry passes bytes on, it does not keep them.
import { readFileSync, writeFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { runClient } from './load.mjs';
import { PEER, findPeerSkip, startPeer } from './peer-server.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave, median } from './rounds.mjs';
import { short, spreadOf } from './table.mjs';

const PUSHES = 32;
const AIM = 200;
const KIBIBYTES = 1024;

export const title = 'memory: resident MiB above idle during parallel pushes';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const starts = findPeerSkip() ? [startRegistry] : [startRegistry, startPeer];
  const mebibytes = isQuick ? 20 : 100;
  const seen = await interleave({
    subjects: starts,
    rounds,
    limit: 170,
    measure: (start) => watch(start, mebibytes),
  });
  const [registry, peer] = starts.map((start) => seen.get(start));
  const row = memoryRow(`${PUSHES} pushes of ${mebibytes} MiB at once`, registry, peer);
  const isMet = median(registry.map((round) => round.above)) < AIM;
  return {
    rows: [{ ...row, aim: `< ${AIM} MiB`, isMet }],
    skips: [findPeerSkip()].filter(Boolean),
  };
}

/** A fresh server each time: what an earlier push has left in the heap would count as idle. */
export async function watch(start, mebibytes) {
  const server = await start();
  try {
    await sleep(1000);
    const idle = readMemory(server.pid);
    forgetPeak(server.pid);
    const anonymous = watchAnonymous(server.pid);
    const job = { url: server.url, push: mebibytes, times: PUSHES };
    const { digests, seconds } = await runClient('blob-client.mjs', job).finally(anonymous.stop);
    const anonymousPeak = anonymous.stop();
    const peak = readMemory(server.pid).peak;
    await runClient('blob-client.mjs', { url: server.url, check: digests });
    return {
      idle: idle.resident,
      peak,
      above: peak - idle.resident,
      anonymousPeak,
      seconds,
      digestsChecked: digests.length,
    };
  } finally {
    await server.stop();
  }
}

/** MiB. `peak` is the kernel's own high-water mark, so nothing falls between two looks. */
function readMemory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const read = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / KIBIBYTES;
  return { resident: read('VmRSS'), peak: read('VmHWM') };
}

function forgetPeak(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not allowed for everybody; the peak then also covers the start, which only makes it larger.
  }
}

function watchAnonymous(pid) {
  let peak = 0;
  const look = () => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    peak = Math.max(peak, Number(/Anonymous:\s+(\d+)/.exec(rollup)[1]) / KIBIBYTES);
  };
  look();
  const timer = setInterval(look, 200);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** @param {string} figure @param {readonly object[]} registry what {@link watch} has seen @param {readonly object[]} [peer] */
export function memoryRow(figure, registry, peer) {
  const above = median(registry.map((round) => round.above));
  return {
    figure: `${figure}, every digest checked`,
    result: `${short(above)} MiB`,
    spread: spreadOf(registry.map((round) => round.above)),
    subject: describe(registry),
    against: peer && `${PEER}: ${describe(peer)}`,
    data: { registry, peer },
  };
}

function describe(rounds) {
  const middle = (name) => short(median(rounds.map((round) => round[name])));
  return `idle ${middle('idle')}, peak ${middle('peak')} (anonymous ${middle('anonymousPeak')}) MiB, ${middle('seconds')} s`;
}
