import { CONFIG, digestOf, writeManifest } from './package-folder.mjs';

/** @typedef {import('./narrator.mjs').Narrator} Narrator */
/** @typedef {import('./package-folder.mjs').PackagePart} PackagePart */
/** @typedef {{ narrator: Narrator, registry: string, auth: string, parts: PackagePart[] }} Stage */

const REPOSITORY = 'margo-examples/hello-panel';
const VERSION = '1.0.0';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** @param {string} name */
const basic = (name) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${name}-secret`).toString('base64')}`,
});
/** @param {string} token */
const bearer = (token) => ({ Authorization: `Bearer ${token}` });

/** Whoever sends no token is told where to get one. @param {Stage} stage */
export async function knock({ narrator, registry }) {
  narrator.chapter('The registry asks for a token');
  const answer = narrator.tell('GET /v2/', await fetch(`${registry}/v2/`), 401);
  narrator.say(`WWW-Authenticate: ${answer.headers.get('www-authenticate')}`);
}

/** The client credentials grant (RFC 6749, 4.4). @param {Stage} stage @param {string} name @param {string} scope */
async function requestToken({ narrator, auth }, name, scope) {
  const answer = await fetch(`${auth}/oauth/token`, {
    method: 'POST',
    headers: basic(name),
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  narrator.tell(`${name}: POST /oauth/token scope=${scope}`, answer, 200);
  return /** @type {{ access_token: string }} */ (await answer.json()).access_token;
}

/** The developer uploads the parts, then the manifest under the version as its tag. @param {Stage} stage */
export async function publish(stage) {
  const { narrator, registry, parts } = stage;
  narrator.chapter('The application developer uploads the package');
  const token = await requestToken(stage, 'publisher', `repository:${REPOSITORY}:pull,push`);
  for (const { title, bytes, digest } of [...parts, CONFIG]) {
    const url = `${registry}/v2/${REPOSITORY}/blobs/uploads/?digest=${digest}`;
    const headers = { ...bearer(token), 'Content-Type': 'application/octet-stream' };
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
    narrator.tell(`POST ${title || '{}'} (${bytes.length} bytes)`, answer, 201);
  }
  const answer = await fetch(`${registry}/v2/${REPOSITORY}/manifests/${VERSION}`, {
    method: 'PUT',
    headers: { ...bearer(token), 'Content-Type': MANIFEST_TYPE },
    body: writeManifest(parts),
  });
  narrator.tell(`PUT manifests/${VERSION}`, answer, 201);
  narrator.check(answer.headers.get('warning') === null, 'the registry has looked inside and found no fault');
}

/** The WFM lists, pulls and compares. @param {Stage} stage */
export async function pull(stage) {
  const { narrator, registry, parts } = stage;
  narrator.chapter('The fleet manager requests a token, and the registry has it validated');
  const token = await requestToken(stage, 'wfm', `repository:${REPOSITORY}:pull`);
  const list = await fetch(`${registry}/v2/${REPOSITORY}/tags/list`, { headers: bearer(token) });
  narrator.tell('GET tags/list', list, 200);
  narrator.say(await list.text());
  await tellIntrospections(stage);
  narrator.chapter('The fleet manager pulls the manifest and the parts');
  const manifest = await fetch(`${registry}/v2/${REPOSITORY}/manifests/${VERSION}`, {
    headers: bearer(token),
  });
  narrator.tell(`GET manifests/${VERSION}`, manifest, 200);
  const { layers } = /** @type {{ layers: { digest: string, annotations: Record<string, string> }[] }} */ (
    await manifest.json()
  );
  for (const { digest, annotations } of layers) {
    const title = annotations['org.opencontainers.image.title'];
    const blob = await fetch(`${registry}/v2/${REPOSITORY}/blobs/${digest}`, { headers: bearer(token) });
    const bytes = Buffer.from(await narrator.tell(`GET ${title}`, blob, 200).arrayBuffer());
    const original = parts.find((part) => part.title === title);
    narrator.check(
      digestOf(bytes) === digest && bytes.equals(original?.bytes ?? Buffer.alloc(0)),
      'the same bytes',
    );
  }
  return token;
}

/** The authorization server's own journal says that it was asked about the token. @param {Stage} stage */
async function tellIntrospections({ narrator, auth }) {
  const answer = await fetch(`${auth}/control/journal?endpoint=introspect`);
  const { entries } = /** @type {{ entries: { client?: string }[] }} */ (await answer.json());
  const asked = entries.filter(({ client }) => client === 'registry').length;
  narrator.check(
    asked > 0,
    `the registry has asked the authorization server about tokens ${asked} times (RFC 7662)`,
  );
}

/** What a fleet manager may not do, and what a revoked token is worth. @param {Stage} stage @param {string} token */
export async function refuse({ narrator, registry, auth }, token) {
  narrator.chapter('What is not allowed is refused');
  const url = `${registry}/v2/${REPOSITORY}/manifests/${VERSION}`;
  narrator.tell(
    'wfm: DELETE the version',
    await fetch(url, { method: 'DELETE', headers: bearer(token) }),
    401,
  );
  const revoked = await fetch(`${auth}/oauth/revoke`, {
    method: 'POST',
    headers: basic('wfm'),
    body: new URLSearchParams({ token }),
  });
  narrator.tell('wfm: POST /oauth/revoke', revoked, 200);
  const push = await fetch(`${registry}/v2/${REPOSITORY}/blobs/uploads/`, {
    method: 'POST',
    headers: bearer(token),
  });
  narrator.tell('POST blobs/uploads/ with the revoked token', push, 401);
}

/** The catalogue tells which applications are here. @param {Stage} stage */
export async function browse(stage) {
  const { narrator, registry } = stage;
  narrator.chapter('The registry knows which applications it holds');
  const token = await requestToken(stage, 'wfm', `repository:${REPOSITORY}:pull`);
  const answer = await fetch(`${registry}/api/v1/packages`, { headers: bearer(token) });
  narrator.tell('GET /api/v1/packages', answer, 200);
  const { packages } = /** @type {{ packages: { id: string, name: string, latest: string }[] }} */ (
    await answer.json()
  );
  for (const { id, name, latest } of packages) narrator.say(`${name} (${id}), latest version ${latest}`);
  narrator.check(packages.length === 1, 'one application is in the catalogue');
}
