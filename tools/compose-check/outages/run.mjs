// Breaks a deployment on purpose while people use it, and prints what they saw, what health and metrics said, and what was lost.
// usage: node tools/compose-check/outages/run.mjs [sets…]
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../deployment.mjs';
import { findEngine, withCompose } from '../engine.mjs';
import { run } from '../program.mjs';
import { provideImages } from '../stand-ins.mjs';
import { runDrill } from './drill.mjs';
import { SETS } from './drills.mjs';

/** @typedef {import('./drills.mjs').Set} Set */

let lost = 0;

/** @param {Set} set @param {NodeJS.ProcessEnv} engine */
async function runSet(set, engine) {
  const disk = set.disk && makeDisk(set.disk);
  const files = ['docker-compose.yml', ...(set.files ?? [])].join(':');
  const deployment = await Deployment.prepare(set.profile, {
    ...engine,
    ...set.variables,
    COMPOSE_FILE: files,
    OUTAGE_DISK: disk,
  });
  try {
    await deployment.down();
    await deployment.up();
    for (const drill of set.drills) lost += await runDrill(deployment, drill);
  } finally {
    await deployment.down();
    if (disk !== undefined) removeDisk(disk);
  }
}

/** A file system of its own, in memory. @param {{ user: number, size: number }} disk @returns {string} folder */
function makeDisk({ user, size }) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-outage-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', folder]);
  chownSync(folder, user, user);
  return folder;
}

/** @param {string} folder */
function removeDisk(folder) {
  execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const names = process.argv.slice(2);
  const engine = await findEngine();
  if (engine === undefined || process.getuid?.() !== 0) throw new Error('needs root and a Docker engine');
  try {
    const environment = await withCompose(engine);
    await provideImages(environment);
    await run('sh', ['deploy/make-secrets.sh']);
    await run('docker', ['compose', '--profile', '*', 'build'], environment);
    for (const set of SETS)
      if (names.length === 0 || names.includes(set.name)) await runSet(set, environment);
  } finally {
    await engine.stop();
  }
  console.log(`${lost} acknowledged pushes were lost`);
  process.exitCode = lost > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await main();
