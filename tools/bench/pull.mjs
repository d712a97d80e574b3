// Small reads: a manifest by tag (GET, HEAD) and a blob of 4 KiB, server on one core, load on the other.
import { randomBytes } from 'node:crypto';
import { Connection } from './connection.mjs';
import { pushBlob } from './blob-push.mjs';
import { FLOOR, startFloor } from './floor-server.mjs';
import { findWrkSkip, readWithWrk, runClient } from './load.mjs';
import { ACCEPT_MANIFEST, digestOf, makePackage, pushPackage } from './margo-package.mjs';
import { findPeerSkip, startPeer } from './peer-server.mjs';
import { SERVER_CORE } from './processes.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { ratioRow } from './table.mjs';

const REPOSITORY = 'acme/hello';
const TAG = '1.0.0';
const AIM = 0.35;
/** The peer gives an OCI manifest only to who accepts one; sent to everybody alike. */
const ACCEPT = [ACCEPT_MANIFEST];
/** Differ from answer to answer, or belong to the connection: the floor sends its own. */
const OWN_HEADERS = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

export const title = 'pull: small reads per second, 32 connections, server on one core';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const skip = findWrkSkip();
  if (skip) return { rows: [], skips: [skip] };
  const content = makeContent();
  const servers = [];
  try {
    servers.push(await startRegistry({ name: 'registry, log info', core: SERVER_CORE }));
    servers.push(await startRegistry({ name: 'registry, log warn', core: SERVER_CORE, log: 'warn' }));
    const peer = await startPeer({ core: SERVER_CORE });
    if (peer) servers.push(peer);
    for (const server of servers) await seed(server, content);
    servers.unshift(await startFloor({ core: SERVER_CORE, answers: await readAnswers(servers[0], content) }));
    for (const server of servers) await checkAnswers(server, content);
    const rows = [];
    for (const read of content.reads) rows.push(...(await compare(read, servers, { rounds, isQuick })));
    return { rows, skips: [findPeerSkip()].filter(Boolean) };
  } finally {
    for (const server of servers) await server.stop();
  }
}

function makeContent() {
  const margo = makePackage();
  const blob = randomBytes(4096);
  const manifest = `/v2/${REPOSITORY}/manifests/${TAG}`;
  const reads = [
    {
      figure: 'GET manifest by tag',
      method: 'GET',
      path: manifest,
      headers: ACCEPT,
      bytes: margo.manifest.bytes,
    },
    {
      figure: 'GET blob of 4 KiB',
      method: 'GET',
      path: `/v2/${REPOSITORY}/blobs/${digestOf(blob)}`,
      headers: [],
      bytes: blob,
    },
    {
      figure: 'HEAD manifest by tag',
      method: 'HEAD',
      path: manifest,
      headers: ACCEPT,
      bytes: margo.manifest.bytes,
    },
  ];
  return { margo, blob, reads };
}

async function seed({ url }, { margo, blob }) {
  const connection = await Connection.open(url);
  await pushPackage(connection, REPOSITORY, margo, TAG);
  await pushBlob(connection, REPOSITORY, { digest: digestOf(blob), size: blob.length, body: blob });
  connection.close();
}

/** What the floor has to say: the registry's own answers. */
async function readAnswers({ url }, { reads }) {
  const paths = [...new Set(reads.map(({ path }) => path))];
  return Promise.all(paths.map(async (path) => ({ path, ...(await readAnswer(`${url}${path}`)) })));
}

async function readAnswer(url) {
  const answer = await fetch(url);
  const headers = [...answer.headers].filter(([name]) => !OWN_HEADERS.has(name)).flat();
  return { headers, body: Buffer.from(await answer.arrayBuffer()).toString('base64') };
}

async function checkAnswers({ name, url }, { reads }) {
  const connection = await Connection.open(url);
  for (const { method, path, headers, bytes } of reads) {
    const answer = (await connection.request({ method, path, headers })).expect(
      `${name}: ${method} ${path}`,
      200,
    );
    const isRight =
      method === 'HEAD' ? answer.header('content-length') === `${bytes.length}` : answer.body.equals(bytes);
    if (!isRight) throw new Error(`${name}: ${method} ${path} gives other bytes`);
    if (answer.header('docker-content-digest') !== digestOf(bytes))
      throw new Error(`${name}: ${method} ${path} names another digest`);
  }
  connection.close();
}

async function compare(read, servers, { rounds, isQuick }) {
  const seconds = isQuick ? 1 : 3;
  // The first seconds belong to the compilers of all of them; a smoke test does without.
  if (!isQuick) for (const server of servers) await load(server, read, 2);
  const samples = await interleave({
    subjects: servers,
    rounds,
    limit: 60,
    measure: (server) => sample(server, () => load(server, read, seconds)),
  });
  const sides = servers.map((server) => ({ name: server.name, samples: samples.get(server) }));
  return rowsOf(read.figure, sides);
}

async function load({ url }, { method, path, headers }, seconds) {
  const rate =
    method === 'HEAD'
      ? (await runClient('head-client.mjs', { url, path, headers, connections: 32, seconds })).rate
      : await readWithWrk(`${url}${path}`, headers, seconds);
  return { rate, count: rate * seconds };
}

function rowsOf(figure, sides) {
  const [floor, info, warn, peer] = sides;
  const row = (subject, against, aim) =>
    ratioRow({ figure: `${figure}, ${subject.name}`, unit: 'req/s', aim, subject, against });
  const rows = [row(info, { ...floor, name: FLOOR }, AIM), row(warn, { ...floor, name: FLOOR })];
  if (peer) rows.push(row(info, peer), row(warn, peer));
  return rows;
}
