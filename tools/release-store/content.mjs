import { createHash } from 'node:crypto';

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** @typedef {{ mediaType: string, digest: string, size: number, annotations?: Record<string, string> }} Descriptor */

/** @param {string | Buffer} content @param {'sha256' | 'sha512'} [algorithm] */
export function digestOf(content, algorithm = 'sha256') {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/** Bytes that look random and are the same for the same seed. @param {string} seed @param {number} size */
export function someBytes(seed, size) {
  const blocks = [];
  for (let made = 0; made < size; made += 64)
    blocks.push(createHash('sha512').update(`${seed} ${made}`).digest());
  return Buffer.concat(blocks).subarray(0, size);
}

/** @param {string | Buffer} content @param {string} [mediaType] @returns {Descriptor} */
export function describe(content, mediaType = LAYER_TYPE) {
  return { mediaType, digest: digestOf(content), size: Buffer.byteLength(content) };
}

/**
 * @param {string} name makes its digest unlike others
 * @param {readonly Descriptor[]} layers
 * @param {object} [more] fields of the manifest
 */
export function imageOf(name, layers, more = {}) {
  const config = describe('{}', CONFIG_TYPE);
  const fields = { schemaVersion: 2, mediaType: MANIFEST_TYPE, config, layers, annotations: { name } };
  return JSON.stringify({ ...fields, ...more });
}

/** @param {readonly Descriptor[]} manifests */
export function indexOf(manifests) {
  return JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
}

/** A manifest that says something about another one. @param {string} artifactType @param {Descriptor} subject @param {Descriptor} layer */
export function referrerOf(artifactType, subject, layer) {
  const config = describe('{}', EMPTY_TYPE);
  return imageOf(artifactType, [layer], { artifactType, config, subject });
}
