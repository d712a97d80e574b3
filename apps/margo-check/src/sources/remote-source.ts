import { claimsPackage, readPackageManifest } from '@margo-registry/margo';
import { CheckFailed } from '../check-failed.js';
import { RegistryClient } from '../registry/registry-client.js';
import type { Reference } from '../registry/reference.js';
import { readCredentials } from '../registry/credentials.js';
import type { OpenOptions } from './open-options.js';
import type { OpenedSource } from './opened-source.js';

const DEFAULT_TAG = 'latest';
/** Of a package, as a registry reads it: what is larger is not judged. */
const LARGEST_PART = 4 * 1024 * 1024;
/** Of a component. */
const LARGEST_ARCHIVE = 32 * 1024 * 1024;

/** A package in a registry. Throws `CheckFailed` where the registry does not give it. */
export async function openRemote(
  reference: Reference,
  { environment, plainHttp }: OpenOptions,
): Promise<OpenedSource> {
  const credentials = await readCredentials(reference.host, environment);
  const client = new RegistryClient(reference, { credentials, plainHttp });
  const tag = reference.digest === undefined ? (reference.tag ?? DEFAULT_TAG) : undefined;
  const { bytes, digest } = await client.getManifest(reference.digest ?? tag ?? DEFAULT_TAG);
  const { host, repository } = reference;
  const subject = `oci://${host}/${repository}${tag === undefined ? `@${digest}` : `:${tag}`}`;
  const manifest = readPackageManifest(bytes);
  if (manifest.layers.length === 0)
    throw new CheckFailed(`${subject} has no layers; name one manifest, not an index.`);
  const most = claimsPackage(manifest) ? LARGEST_PART : LARGEST_ARCHIVE;
  return {
    subject,
    file: subject,
    digest,
    manifest,
    read: (layer) => client.getBlob(layer, most),
    tags: tag === undefined ? [] : [tag],
    leftOut: [],
    hasTag: async (one) => (await client.findDigest(one)) === digest,
  };
}
