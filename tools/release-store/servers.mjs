import { Client } from 'minio';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** @typedef {import('../servers/stores.mjs').CloudStores} CloudStores */

/** What a dump says to one version of the server only, and what is no statement. */
const OTHER_LINES = /^(SET |SELECT pg_catalog\.set_config|\\|--|$)/;

/**
 * Keeps a database as plain SQL and a bucket as files.
 *
 * @param {CloudStores} stores @param {Record<string, string>} variables those with which the registry found them @param {string} kept
 */
export async function keepServers(stores, variables, kept) {
  mkdirSync(kept, { recursive: true });
  const dump = await stores.postgres.dump(databaseOf(variables));
  const lines = dump.split('\n').filter((line) => !OTHER_LINES.test(line));
  writeFileSync(join(kept, 'database.sql'), `${lines.join('\n')}\n`);
  const client = clientOf(stores);
  const bucket = bucketOf(variables);
  for await (const { name } of client.listObjectsV2(bucket, '', true)) {
    const file = join(kept, 'objects', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.concat(await (await client.getObject(bucket, name)).toArray()));
  }
}

/** Puts kept data into an empty database and an empty bucket; the variables with which a registry finds them. @param {CloudStores} stores @param {string} kept */
export async function unpackServers(stores, kept) {
  const variables = await stores.make();
  await stores.postgres.load(databaseOf(variables), readFileSync(join(kept, 'database.sql'), 'utf8'));
  const client = clientOf(stores);
  const objects = join(kept, 'objects');
  for (const entry of readdirSync(objects, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    await client.putObject(bucketOf(variables), relative(objects, file), readFileSync(file));
  }
  return variables;
}

/** Names of the migrations that a database has had, in their order. @param {CloudStores} stores @param {Record<string, string>} variables */
export async function listServerMigrations(stores, variables) {
  const names = await stores.postgres.query('SELECT name FROM migrations ORDER BY id', databaseOf(variables));
  return names.split('\n');
}

/** Says that a later release has migrated the database. @param {CloudStores} stores @param {Record<string, string>} variables @param {string} migration */
export async function makeServersNewer(stores, variables, migration) {
  const statement = `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, '${migration}')`;
  await stores.postgres.query(statement, databaseOf(variables));
}

/** @param {Record<string, string>} variables */
function databaseOf({ REGISTRY_METADATA_URL = '' }) {
  return new URL(REGISTRY_METADATA_URL).pathname.slice(1);
}

/** @param {Record<string, string>} variables */
function bucketOf({ REGISTRY_BLOBS_BUCKET = '' }) {
  return REGISTRY_BLOBS_BUCKET;
}

/** @param {CloudStores} stores */
function clientOf({ minio: { endpoint, accessKey, secretKey } }) {
  const { hostname, port } = new URL(endpoint);
  return new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
}
