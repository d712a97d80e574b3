import {
  DESCRIPTION_TYPE,
  EMPTY_DIGEST,
  EMPTY_TYPE,
  IMAGE_MANIFEST_TYPE,
  PACKAGE_TYPE,
  TITLE,
} from '@margo-registry/margo';
import { createHash } from 'node:crypto';
import type { RegistryInProcess } from './registry-in-process.js';

export interface PackageFile {
  readonly title: string;
  readonly mediaType: string;
  readonly content: string | Buffer;
}

/** What a test changes of an application called `pump-viewer`. */
export interface DescriptionChanges {
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
  readonly organization?: string;
  readonly tags?: readonly string[];
  readonly more?: string;
}

/** A small description that has no fault. */
export function aDescription(changes: DescriptionChanges = {}): string {
  const {
    id = 'pump-viewer',
    name = 'Pump viewer',
    version = '1.0.0',
    organization = 'Acme Pumps',
  } = changes;
  return `apiVersion: v1
id: ${id}
metadata:
  name: ${name}
  version: "${version}"
  catalog:
    application:
      tagline: Shows what pumps do
      descriptionFile: ./about.md
      tags: [${(changes.tags ?? ['pumps']).join(', ')}]
    organization:
      - name: ${organization}
deploymentProfiles:
  - type: compose
    id: ${id}-small
    components:
      - name: viewer
        properties:
          repository: oci://registry.example.com/acme/viewer
          revision: 1.0.0
${changes.more ?? ''}`;
}

export function filesOf(description: string): PackageFile[] {
  return [
    { title: 'margo.yaml', mediaType: DESCRIPTION_TYPE, content: description },
    {
      title: 'about.md',
      mediaType: 'application/vnd.margo.app.descriptionFile.v1+markdown',
      content: '# Pump viewer\n',
    },
  ];
}

/** The manifest of a package with these files, as an OCI client makes it. */
export function aPackageManifest(files: readonly PackageFile[], changes: object = {}): string {
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
    ...changes,
  });
}

export function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

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
