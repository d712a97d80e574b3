// Makes the store that a release leaves behind, as it was built last, for the tests of every later one.
// usage: node tools/release-store/make-release-store.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJudge, skippedLine } from '../check/judges.mjs';
import { ServiceProcess } from '../demo/service-process.mjs';
import { CloudStores } from '../servers/stores.mjs';
import { embeddedVariables, keepEmbedded, listEmbeddedMigrations } from './embedded.mjs';
import { Recorder } from './recorder.mjs';
import { keepServers, listServerMigrations } from './servers.mjs';
import { fill } from './story.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SETTINGS = fileURLToPath(new URL('settings.yaml', import.meta.url));
const VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
const RELEASE = join(ROOT, 'apps/registry-e2e/releases', VERSION);

rmSync(RELEASE, { recursive: true, force: true });
await makeEmbedded(join(RELEASE, 'embedded'));
await makeServers(join(RELEASE, 'servers'));
copyFileSync(SETTINGS, join(RELEASE, 'settings.yaml'));
console.log(`the store of ${VERSION} is in ${RELEASE}`);

/** @param {string} kept */
async function makeEmbedded(kept) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-registry-release-'));
  try {
    const contents = await runRelease(embeddedVariables(folder), backUp);
    keepEmbedded(folder, kept);
    writeContents(kept, contents, listEmbeddedMigrations(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} kept */
async function makeServers(kept) {
  const programs = { postgres: getJudge('postgres'), minio: getJudge('minio') };
  const stores = await CloudStores.start(programs);
  try {
    const variables = await stores.make();
    const contents = await runRelease(variables);
    await keepServers(stores, variables, kept);
    writeContents(kept, contents, await listServerMigrations(stores, variables));
  } finally {
    await stores.remove();
  }
}

/**
 * Starts the registry as it was built last, fills it, and stops it.
 *
 * @param {Record<string, string>} variables @param {(url: string) => void} [meanwhile]
 */
async function runRelease(variables, meanwhile = () => undefined) {
  const environment = { REGISTRY_HTTP_PORT: '0', REGISTRY_SETTINGS: SETTINGS, ...variables };
  const service = await ServiceProcess.start('apps/registry/dist/main.js', environment);
  try {
    const contents = await fill(new Recorder(service.url));
    meanwhile(service.url);
    return contents;
  } finally {
    await service.stop();
  }
}

/** @param {string} url */
function backUp(url) {
  const command = [join(ROOT, 'apps/registry/dist/cli/main.js'), 'backup', '--to', join(RELEASE, 'backup')];
  execFileSync(process.execPath, [...command, '--url', url], { stdio: 'inherit' });
}

/** @param {string} kept @param {Awaited<ReturnType<typeof fill>>} contents @param {string[]} migrations */
function writeContents(kept, contents, migrations) {
  const all = { release: VERSION, migrations, ...contents };
  writeFileSync(join(kept, 'contents.json'), `${JSON.stringify(all, undefined, 2)}\n`);
}

/** @param {string} name */
function getJudge(name) {
  const program = findJudge(name);
  if (program === undefined) throw new Error(skippedLine(name));
  return program;
}
