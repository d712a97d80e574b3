// What it costs to know who asks: pulls of a manifest with no access control, with a JWT, and with an introspected token.
import { OPAQUE_TOKEN, startAuthorizationServer } from './authorization-server.mjs';
import { Connection } from './connection.mjs';
import { findWrkSkip, readWithWrk } from './load.mjs';
import { ACCEPT_MANIFEST, checkPackage, makePackage, pushPackage } from './margo-package.mjs';
import { SERVER_CORE } from './processes.mjs';
import { startRegistry } from './registry-server.mjs';
import { interleave } from './rounds.mjs';
import { sample } from './samples.mjs';
import { ratioRow } from './table.mjs';

const REPOSITORY = 'acme/hello';
const TAG = '1.0.0';
const AIM = 0.85;

export const title =
  'access: GET of a manifest by tag per second, 32 connections, server on one core, log info';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const skip = findWrkSkip();
  if (skip) return { rows: [], skips: [skip] };
  const authorization = await startAuthorizationServer();
  const servers = [];
  try {
    for (const plan of plansOf(authorization)) servers.push(await start(plan));
    return { rows: await compare(servers, { rounds, isQuick }), skips: [] };
  } finally {
    for (const server of servers) await server.stop();
    await authorization.stop();
  }
}

function plansOf({ url, token }) {
  const bearer = { REGISTRY_ACCESS_MODE: 'bearer', REGISTRY_ACCESS_REALM: `${url}/token` };
  const jwks = { REGISTRY_ACCESS_JWKS_URL: `${url}/jwks`, REGISTRY_ACCESS_ISSUER: url };
  const introspection = {
    REGISTRY_ACCESS_INTROSPECTION_URL: `${url}/introspect`,
    REGISTRY_ACCESS_CLIENT_ID: 'registry',
    REGISTRY_ACCESS_CLIENT_SECRET: 'registry-secret',
  };
  return [
    { name: 'no access control', env: {}, headers: [] },
    { name: 'JWT', env: { ...bearer, ...jwks }, headers: [`Authorization: Bearer ${token()}`] },
    {
      name: 'introspection, cached',
      env: { ...bearer, ...introspection },
      headers: [`Authorization: Bearer ${OPAQUE_TOKEN}`],
    },
  ];
}

/** With a package in it, that its token can read and nobody else. */
async function start({ name, env, headers }) {
  const server = await startRegistry({ name, core: SERVER_CORE, env });
  const content = makePackage();
  const connection = await Connection.open(server.url, headers);
  await pushPackage(connection, REPOSITORY, content, TAG);
  await checkPackage(connection, REPOSITORY, content, TAG);
  connection.close();
  const { status } = await fetch(`${server.url}/v2/${REPOSITORY}/manifests/${TAG}`);
  if (status !== (headers.length > 0 ? 401 : 200)) throw new Error(`${name}: ${status} without a token`);
  return { ...server, headers: [ACCEPT_MANIFEST, ...headers] };
}

async function compare(servers, { rounds, isQuick }) {
  const seconds = isQuick ? 1 : 3;
  if (!isQuick) for (const server of servers) await load(server, 2);
  const samples = await interleave({
    subjects: servers,
    rounds,
    limit: 90,
    measure: (server) => sample(server, () => load(server, seconds)),
  });
  const [open, ...guarded] = servers.map((server) => ({ name: server.name, samples: samples.get(server) }));
  return guarded.map((subject) =>
    ratioRow({ figure: subject.name, unit: 'req/s', aim: AIM, subject, against: open }),
  );
}

async function load({ url, headers }, seconds) {
  const rate = await readWithWrk(`${url}/v2/${REPOSITORY}/manifests/${TAG}`, headers, seconds);
  return { rate, count: rate * seconds };
}
