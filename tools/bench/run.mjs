// node tools/bench/run.mjs [pull big packages validation memory loop access mock-auth cloud cloud-memory] [--rounds N] [--quick]
// Prints a table per bench and writes results/bench.json. Ratios of one interleaved run; a lone number says nothing.
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describePinning, stopAll } from './processes.mjs';
import { toMarkdown, writeJson } from './table.mjs';

const USUAL = ['pull', 'big', 'packages', 'validation', 'memory', 'loop', 'access', 'mock-auth'];
/** These start servers of other people, so they run where they are named. */
const NAMES = [...USUAL, 'cloud', 'cloud-memory'];
const RESULTS = fileURLToPath(new URL('../../results/bench.json', import.meta.url));

const options = readOptions();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.once('exit', stopAll);

const benches = [];
console.log(
  `${describeMachine()}; ${options.isQuick ? 'quick: a smoke test, not a measurement' : `medians of ${options.rounds} rounds`}\n`,
);
for (const name of options.names) {
  const { title, measure } = await import(`./${name}.mjs`);
  const began = Date.now();
  const { rows, skips } = await measure(options);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${toMarkdown(title, rows, skips)}\n`);
  benches.push({ name, title, seconds, skips, rows });
}
writeJson(RESULTS, { at: new Date().toISOString(), machine: describeMachine(), ...options, benches });

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    console.error(`usage: node tools/bench/run.mjs [${NAMES.join(' ')}] [--rounds N] [--quick]`);
    process.exit(2);
  }
  return { names: positionals.length > 0 ? positionals : USUAL, rounds, isQuick: values.quick };
}

function describeMachine() {
  return `Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}; ${describePinning()}`;
}
