import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ title: string, mediaType: string, bytes: Buffer, digest: string }} PackagePart */

/** The files of examples/hello-package, with the media types that the specification gives them. */
const FILES = {
  'margo.yaml': 'application/vnd.margo.app.description.v1+yaml',
  'resources/icon.png': 'application/vnd.margo.app.icon.v1+png',
  'resources/description.md': 'application/vnd.margo.app.descriptionFile.v1+markdown',
  'resources/license.txt': 'application/vnd.margo.app.licenseFile.v1+plain',
  'resources/release-notes.md': 'application/vnd.margo.app.releaseNotes.v1+markdown',
};

/** @param {Buffer} bytes */
export function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @param {string} folder @returns {Promise<PackagePart[]>} */
export function readParts(folder) {
  return Promise.all(
    Object.entries(FILES).map(async ([title, mediaType]) => {
      const bytes = await readFile(join(folder, title));
      return { title, mediaType, bytes, digest: digestOf(bytes) };
    }),
  );
}

const EMPTY = Buffer.from('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
export const CONFIG = { title: '', mediaType: EMPTY_TYPE, bytes: EMPTY, digest: digestOf(EMPTY) };

/** @param {PackagePart[]} parts @returns {string} */
export function writeManifest(parts) {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.margo.app.v1+json',
    config: { mediaType: CONFIG.mediaType, digest: CONFIG.digest, size: EMPTY.length },
    layers: parts.map(({ title, mediaType, bytes, digest }) => ({
      mediaType,
      digest,
      size: bytes.length,
      annotations: { 'org.opencontainers.image.title': title },
    })),
  });
}
