import { IMAGE_MANIFEST_TYPE } from '@margo-registry/margo';
import { aPackageManifest, type PackageFile } from '@margo-registry/margo/testing';
import { digestOf } from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { pushBlob } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';

/** Pushes the blobs, each once, and then the manifest; the answer to the latter. */
export async function pushPackage(
  client: RegistryClient,
  repository: string,
  tag: string,
  files: readonly PackageFile[],
): Promise<Answer> {
  const contents = new Map(files.map(({ content }) => [digestOf(content), content]));
  for (const content of ['{}', ...contents.values()]) await pushBlob(client, repository, content);
  return client.put(`/v2/${repository}/manifests/${tag}`, {
    headers: { 'Content-Type': IMAGE_MANIFEST_TYPE },
    body: aPackageManifest(files),
  });
}
