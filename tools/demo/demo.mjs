// The story that the Margo specification tells of an Application Registry, with both services and real HTTP.
// usage: npm run demo
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Narrator } from './narrator.mjs';
import { readParts } from './package-folder.mjs';
import { ServiceProcess } from './service-process.mjs';
import { browse, knock, publish, pull, refuse } from './story.mjs';

const PACKAGE = fileURLToPath(new URL('../../examples/hello-package', import.meta.url));

/** @param {string} folder @param {string} auth @returns {Record<string, string>} */
function registrySettings(folder, auth) {
  return {
    REGISTRY_HTTP_PORT: '0',
    REGISTRY_LOG_LEVEL: 'info',
    REGISTRY_BLOBS_DIRECTORY: join(folder, 'blobs'),
    REGISTRY_METADATA_FILE: join(folder, 'registry.db'),
    REGISTRY_ACCESS_MODE: 'bearer',
    REGISTRY_ACCESS_ISSUER: auth,
    REGISTRY_ACCESS_REALM: `${auth}/token`,
    REGISTRY_ACCESS_INTROSPECTION_URL: `${auth}/oauth/introspect`,
    REGISTRY_ACCESS_CLIENT_ID: 'registry',
    REGISTRY_ACCESS_CLIENT_SECRET: 'registry-secret',
    REGISTRY_MARGO_VALIDATION: 'enforce',
  };
}

/** @param {string} folder @param {ServiceProcess[]} services @param {Narrator} narrator */
async function run(folder, services, narrator) {
  const auth = await ServiceProcess.start('apps/mock-auth/dist/main.js', { MOCK_AUTH_HTTP_PORT: '0' });
  services.push(auth);
  const registry = await ServiceProcess.start(
    'apps/registry/dist/main.js',
    registrySettings(folder, auth.url),
  );
  services.push(registry);
  console.log(
    `An Application Registry listens on ${registry.url}, an Authentication Service on ${auth.url}.`,
  );
  console.log(`Everything is stored in ${folder}, which is removed at the end.`);
  const stage = { narrator, registry: registry.url, auth: auth.url, parts: await readParts(PACKAGE) };
  await knock(stage);
  await publish(stage);
  const token = await pull(stage);
  await refuse(stage, token);
  await browse(stage);
}

const folder = await mkdtemp(join(tmpdir(), 'margo-demo-'));
const narrator = new Narrator();
/** @type {ServiceProcess[]} */
const services = [];
try {
  await run(folder, services, narrator);
} finally {
  for (const service of services.reverse()) await service.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(
  narrator.surprises === 0 ? '\nThe story went as told.' : `\n${narrator.surprises} things went otherwise.`,
);
process.exitCode = narrator.surprises === 0 ? 0 : 1;
