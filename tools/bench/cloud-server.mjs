// A registry on Postgres and MinIO, both on this machine and of this bench.
import { findJudge, skippedLine } from '../check/judges.mjs';
import { CloudStores } from '../servers/stores.mjs';
import { startRegistry } from './registry-server.mjs';

const NAMES = ['postgres', 'minio'];

/** Why there are no such stores; empty where there are. */
export function listCloudSkips() {
  return NAMES.filter((name) => findJudge(name) === undefined).map(skippedLine);
}

export function startCloudStores() {
  const programs = NAMES.map((name) => [name, findJudge(name)]);
  return CloudStores.start(Object.fromEntries(programs));
}

/** On an empty database and an empty bucket; beside what every server has, the bucket's name. @param {CloudStores} stores */
export async function startCloudRegistry(stores) {
  const env = await stores.make();
  const server = await startRegistry({ name: 'S3 and Postgres', env });
  return { ...server, bucket: env.REGISTRY_BLOBS_BUCKET };
}
