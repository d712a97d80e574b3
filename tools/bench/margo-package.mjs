// A Margo package as its publishers push it: an empty config, a description, two resources, a manifest on a tag.
import { createHash, randomBytes } from 'node:crypto';
import { pushBlob } from './blob-push.mjs';

const LAYERS = [
  ['application/vnd.margo.app.description.v1+yaml', 'margo.yaml', 1229],
  ['application/vnd.margo.app.licenseFile.v1+plain', 'resources/license.txt', 3072],
  ['application/vnd.margo.app.icon.v1+png', 'resources/icon.png', 8192],
];
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
/** Header line. */
export const ACCEPT_MANIFEST = `Accept: ${MANIFEST}`;
const CONFIG = blobOf(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');

/** Fresh random content, so that no server can have it already. */
export function makePackage() {
  return makeManifest(LAYERS.map(([mediaType, title, size]) => [mediaType, title, randomBytes(size)]));
}

/** @param {[mediaType: string, title: string, bytes: Buffer][]} files */
export function makeManifest(files) {
  const layers = files.map(([mediaType, title, bytes]) => blobOf(bytes, mediaType, title));
  const payload = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: 'application/vnd.margo.app.v1+json',
      config: CONFIG.descriptor,
      layers: layers.map(({ descriptor }) => descriptor),
    }),
  );
  return { blobs: [CONFIG, ...layers], manifest: { bytes: payload, digest: digestOf(payload) } };
}

/**
 * Pushes as oras does: HEAD for each blob, POST and PUT for those that are not there, then the manifest.
 * Throws unless every answer names the right digest.
 * @param {import('./connection.mjs').Connection} connection
 */
export async function pushPackage(connection, repository, { blobs, manifest }, tag) {
  for (const blob of blobs) {
    const { digest, size } = blob.descriptor;
    const held = await connection.request({ method: 'HEAD', path: `/v2/${repository}/blobs/${digest}` });
    if (held.expect('HEAD blob', 200, 404).status === 404)
      await pushBlob(connection, repository, { digest, size, body: blob.bytes });
  }
  const answer = await connection.request({
    method: 'PUT',
    path: `/v2/${repository}/manifests/${tag}`,
    headers: [`Content-Type: ${MANIFEST}`],
    body: manifest.bytes,
  });
  const digest = answer.expect('PUT manifest', 201).header('docker-content-digest');
  if (digest !== manifest.digest) throw new Error(`PUT manifest: ${digest} instead of ${manifest.digest}`);
}

/** Throws unless the tag gives these bytes back. */
export async function checkPackage(connection, repository, { manifest }, tag) {
  const answer = await connection.request({
    method: 'GET',
    path: `/v2/${repository}/manifests/${tag}`,
    headers: [ACCEPT_MANIFEST],
  });
  if (!answer.expect('GET manifest', 200).body.equals(manifest.bytes))
    throw new Error(`${repository}:${tag} gives other bytes back`);
}

export function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function blobOf(bytes, mediaType, title) {
  const annotations = title && { 'org.opencontainers.image.title': title };
  return { bytes, descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length, annotations } };
}
