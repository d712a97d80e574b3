import { IMAGE_MANIFEST_TYPE } from '@margo-registry/margo';
import { aPackageManifest, type PackageFile } from '@margo-registry/margo/testing';
import { digestOf } from '@margo-registry/oci/testing';
import type { RegistryInProcess } from './registry-in-process.js';

/** Pushes the blobs and then the manifest, and returns the answer to the latter. */
export async function pushPackage(
  registry: RegistryInProcess,
  reference: string,
  files: readonly PackageFile[],
  manifest = aPackageManifest(files),
): Promise<Response> {
  const [repository = '', tag = ''] = reference.split(':');
  for (const content of ['{}', ...files.map((file) => file.content)]) {
    const path = `/v2/${repository}/blobs/uploads/?digest=${digestOf(content)}`;
    const headers = { 'Content-Type': 'application/octet-stream' };
    await registry.fetch(path, {
      method: 'POST',
      headers,
      body: new Uint8Array(Buffer.from(content as string)),
    });
  }
  return registry.fetch(`/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'Content-Type': IMAGE_MANIFEST_TYPE },
    body: manifest,
  });
}
