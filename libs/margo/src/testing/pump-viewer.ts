import { digestOf } from '@margo-registry/oci/testing';
import {
  DESCRIPTION_TYPE,
  EMPTY_DIGEST,
  EMPTY_TYPE,
  IMAGE_MANIFEST_TYPE,
  PACKAGE_TYPE,
  TITLE,
} from '../package/media-types.js';

/** A file of a package, as a layer carries it. */
export interface PackageFile {
  readonly title: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
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
