// One pull every few milliseconds on one connection, whatever the server is busy with.
// Job: { url, path, headers, seconds, every }; result: { p50, p99, max } in milliseconds, from when a pull was due.
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { serveClient } from './load.mjs';
import { percentile } from './rounds.mjs';

await serveClient(async ({ url, path, headers, seconds, every }) => {
  const connection = await Connection.open(url);
  const waits = [];
  const began = performance.now();
  for (let due = began; due < began + seconds * 1000; due += every) {
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    // A timer that rings late is the client's fault; a pull that is due while the last one is under way is the server's.
    const from = early > 0 ? performance.now() : due;
    (await connection.request({ method: 'GET', path, headers })).expect('GET', 200);
    waits.push(performance.now() - from);
  }
  connection.close();
  return { p50: percentile(waits, 50), p99: percentile(waits, 99), max: percentile(waits, 100) };
});
