// Loaded into the registry by `--import`: how late its event loop is. SIGUSR2 writes what was seen since the last one
// into the file that MARGO_BENCH_LOOP names.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION = 1;
const file = process.env.MARGO_BENCH_LOOP;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
delays.enable();
process.on('SIGUSR2', () => {
  // The histogram holds the time between two looks, of which the first millisecond was meant to pass.
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  const seen = { p50: late(delays.percentile(50)), p99: late(delays.percentile(99)), max: late(delays.max) };
  delays.reset();
  writeFileSync(`${file}.part`, JSON.stringify(seen));
  renameSync(`${file}.part`, file);
});
