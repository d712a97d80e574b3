import {
  DESCRIPTION_TYPE,
  EMPTY_DIGEST,
  EMPTY_TYPE,
  IMAGE_MANIFEST_TYPE,
  PACKAGE_TYPE,
  TITLE,
} from '@margo-registry/margo';
import { digestOf } from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { pushBlob } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';

export interface PackageFile {
  readonly title: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

/** A description without a fault; `id` and `version` as given. */
export function aDescription({ id = 'pump-viewer', version = '1.0.0' } = {}): string {
  return `apiVersion: v1
id: ${id}
metadata:
  name: Pump viewer
  version: "${version}"
  catalog:
    application:
      tagline: Shows what pumps do
      descriptionFile: ./about.md
    organization:
      - name: Acme Pumps
deploymentProfiles:
  - type: compose
    id: ${id}-small
    components:
      - name: viewer
        properties:
          repository: oci://registry.example.com/acme/viewer
          revision: 1.0.0
`;
}

/** The description and the file that it names. */
export function filesOf(description: string | Uint8Array): PackageFile[] {
  return [
    { title: 'margo.yaml', mediaType: DESCRIPTION_TYPE, content: description },
    {
      title: 'about.md',
      mediaType: 'application/vnd.margo.app.descriptionFile.v1+markdown',
      content: '# Pump viewer\n',
    },
  ];
}

export function manifestOf(files: readonly PackageFile[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: IMAGE_MANIFEST_TYPE,
    artifactType: PACKAGE_TYPE,
    config: { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: 2 },
    layers: files.map(({ title, mediaType, content }) => ({
      mediaType,
      digest: digestOf(content),
      size: Buffer.byteLength(content),
      annotations: { [TITLE]: title },
    })),
  });
}

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
    body: manifestOf(files),
  });
}
