// A page of a catalogue of many packages, against the plain indexed query behind it, on the same SQLite file.
import Database from 'libsql';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteMetadata } from '../../libs/storage/metadata/dist/index.js';
import { ratioRow } from './table.mjs';

const PACKAGES = 10_000;
const QUICK_PACKAGES = 1000;
const PAGE = 100;
const PAGES = 50;
const PLAIN = `SELECT * FROM packages WHERE (repository, application_id) > (?, ?)
  ORDER BY repository, application_id LIMIT ${PAGE}`;

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measureCataloguePage({ rounds, isQuick }) {
  const folder = mkdtempSync(join(process.env.MARGO_BENCH_DIRECTORY ?? tmpdir(), 'margo-bench-'));
  const file = join(folder, 'registry.db');
  const store = await openSqliteMetadata({ file });
  const count = isQuick ? QUICK_PACKAGES : PACKAGES;
  try {
    await seed(store, count);
    const plain = new Database(file, { readonly: true });
    const statement = plain.prepare(PLAIN);
    const sides = [
      {
        name: 'catalogue',
        samples: [],
        ask: (after) => store.queries.listApplications({ filter: {}, limit: PAGE, after }),
      },
      {
        name: 'plain query',
        samples: [],
        ask: (after) => statement.all(after.repository, after.applicationId),
      },
    ];
    for (let round = 0; round < rounds; round += 1)
      for (const side of sides) side.samples.push({ rate: await rateOf(side.ask, count), cpu: undefined });
    plain.close();
    const [subject, against] = sides;
    return ratioRow({ figure: `page of ${PAGE} of ${count} packages`, unit: 'pages/s', subject, against });
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rateOf(ask, count) {
  const began = performance.now();
  for (let page = 0; page < PAGES; page += 1)
    await ask({ repository: repositoryOf((page * 97) % (count - PAGE)), applicationId: '' });
  return PAGES / ((performance.now() - began) / 1000);
}

async function seed(store, count) {
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (let at = 0; at < count; at += 500)
    await Promise.all(
      numbers.slice(at, at + 500).map((number) => store.commands.recordManifest(manifestOf(number))),
    );
}

function repositoryOf(number) {
  return `bench/app-${`${number}`.padStart(6, '0')}`;
}

function manifestOf(number) {
  const payload = Buffer.from(JSON.stringify({ number }));
  return {
    repository: repositoryOf(number),
    digest: `sha256:${createHash('sha256').update(payload).digest('hex')}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.margo.app.v1+json',
    subject: null,
    payload,
    annotations: null,
    references: [],
    tags: ['1.0.0'],
    absentReferences: 'refuse',
    pushedBy: null,
    package: { facts: factsOf(number), report: { profile: '1.0.0-rc.3', level: 'warn', findings: '[]' } },
  };
}

function factsOf(number) {
  const id = `app-${number}`;
  return {
    profile: '1.0.0-rc.3',
    applicationId: id,
    name: `Application ${number}`,
    version: '1.0.0',
    versionTag: '1.0.0',
    versionOrder: '1.0.0',
    isPrerelease: false,
    conforms: true,
    tagline: 'One of many',
    words: {
      organization: ['Bench'],
      tag: ['bench'],
      'deployment-type': ['compose'],
      architecture: ['amd64'],
    },
    description: JSON.stringify({ id, metadata: { name: `Application ${number}`, version: '1.0.0' } }),
  };
}
