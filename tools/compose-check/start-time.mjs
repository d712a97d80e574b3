import { run } from './program.mjs';

const ROUNDS = 5;
/** The embedded set-up in open mode, with a listener that says when; no server beside it. */
const SCRIPT = `const started = performance.now();
const child = require('node:child_process').spawn('node', ['/app/apps/registry/dist/main.js'], {
  stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, REGISTRY_ACCESS_OPEN: 'true' } });
child.stdout.on('data', (chunk) => {
  if (!String(chunk).includes('"listening"')) return;
  console.log(Math.round(performance.now() - started));
  child.kill();
});`;

/** From the start of the process to the ready line inside of the image, the median of five in milliseconds; size of the tree in MB. @param {NodeJS.ProcessEnv} engine */
export async function measureImage(engine) {
  const inImage = (/** @type {string[]} */ ...command) =>
    run('docker', ['run', '--rm', 'margo-registry', ...command], engine);
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(Number(await inImage('node', '-e', SCRIPT)));
  const [bytes] = (await inImage('du', '-sb', '/app')).split(/\s/);
  const [blocks] = (await inImage('du', '-sm', '/app')).split(/\s/);
  const ready = times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  return { ready, megabytes: Math.round(Number(bytes) / 1e6), onDisk: Number(blocks) };
}
