// Runs the official OCI conformance programme against the built registry and gates its results.
// usage: node tools/conformance/run.mjs [--sparse] [--servers] [--access]
// --servers: on a Postgres and a MinIO of its own in place of the embedded stores; --access: with tokens of the mock authorization server, and rules
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, findJudge, skippedLine } from '../check/judges.mjs';
import { startAccess } from './access.mjs';
import { checkResults } from './gate.mjs';
import { CloudStores } from '../servers/stores.mjs';
import { startRegistry } from './registry-process.mjs';

/** @typedef {{ isSparse: boolean, hasServers: boolean, hasAccess: boolean }} Kind */

const RUN_WITHIN = 300_000;

/** @param {string} programme @param {string} directory @param {{ host: string, isSparse: boolean, credentials: Record<string, string> }} run */
async function runProgramme(programme, directory, { host, isSparse, credentials }) {
  const output = createWriteStream(join(directory, 'output.txt'));
  await once(output, 'open');
  const child = spawn(programme, [], {
    stdio: ['ignore', output, output],
    timeout: RUN_WITHIN,
    env: {
      PATH: process.env.PATH,
      OCI_REGISTRY: host,
      OCI_TLS: 'disabled',
      OCI_VERSION: 'dev',
      OCI_REPO1: 'conformance/repo1',
      OCI_REPO2: 'conformance/repo2',
      OCI_DATA_SPARSE: String(isSparse),
      OCI_RESULTS_DIR: directory,
      OCI_LOG: 'warn',
      ...credentials,
    },
  });
  const [exitCode] = await once(child, 'exit');
  output.close();
  return exitCode;
}

/** What a run is called, and its folder. @param {Kind} kind */
function nameRun({ isSparse, hasServers, hasAccess }) {
  const words = [
    hasServers ? 'on Postgres and S3' : '',
    hasAccess ? 'with tokens and rules' : '',
    isSparse ? 'with sparse manifests' : '',
  ];
  const suffixes = [hasServers ? 'servers' : '', hasAccess ? 'access' : '', isSparse ? 'sparse' : ''];
  return {
    name: ['conformance', ...words].filter(Boolean).join(' '),
    directory: join(ROOT, 'results', ['conformance', ...suffixes].filter(Boolean).join('-')),
  };
}

/** Starts a registry, with its stores where it is to have servers; `stop` ends what was started. @param {Kind} kind @param {Record<string, string>} programs */
async function startSubject({ isSparse, hasServers, hasAccess }, { postgres = '', minio = '' }) {
  const stores = hasServers ? await CloudStores.start({ postgres, minio }) : undefined;
  const access = hasAccess ? await startAccess() : undefined;
  const remove = async () => void (await Promise.all([stores?.remove(), access?.stop()]));
  try {
    const policy = isSparse ? { REGISTRY_MANIFESTS_REFERENCES: 'accept' } : {};
    const registry = await startRegistry({ ...(await stores?.make()), ...access?.registry, ...policy });
    const credentials = access?.programme ?? {};
    return { host: registry.host, credentials, stop: () => registry.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Paths of these judges; undefined where one is absent, which a line says. @param {string[]} names */
function findPrograms(names) {
  const found = names.map((name) => [name, findJudge(name)]);
  const absent = found.filter(([, program]) => program === undefined);
  for (const [name = ''] of absent) console.log(skippedLine(name));
  return absent.length > 0 ? undefined : /** @type {Record<string, string>} */ (Object.fromEntries(found));
}

async function main() {
  const has = (/** @type {string} */ flag) => process.argv.includes(flag);
  const kind = { isSparse: has('--sparse'), hasServers: has('--servers'), hasAccess: has('--access') };
  const programs = findPrograms(['conformance', ...(kind.hasServers ? ['postgres', 'minio'] : [])]);
  if (programs === undefined) return;
  const { name, directory } = nameRun(kind);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const { host, credentials, stop } = await startSubject(kind, programs);
  const run = { host, credentials, isSparse: kind.isSparse };
  const exitCode = await runProgramme(programs['conformance'] ?? '', directory, run).finally(stop);
  report(name, { directory, ...checkResults({ directory, exitCode, isSparse: kind.isSparse }) });
}

/** @param {string} name @param {{ directory: string, total: number, faults: string[] }} results */
function report(name, { directory, total, faults }) {
  if (faults.length === 0) return console.log(`${name}: ${total} results, every value is Pass`);
  console.log(`${name}: ${total} results, ${faults.length} faults (requests in ${directory})`);
  for (const fault of faults) console.log(`  ${fault}`);
  process.exitCode = 1;
}

await main();
