import { buildPackage, readPackageManifest, type FolderFile } from '@margo-registry/margo';
import { join } from 'node:path';
import type { OpenedSource } from './opened-source.js';

/** Where local files are, and the tag that they will be pushed as. */
export interface LocalPlace {
  readonly subject: string;
  readonly folder: string;
  readonly tag: string | undefined;
}

/** The package that a push would make of the files. */
export async function openBuilt(
  files: readonly FolderFile[],
  { subject, folder, tag }: LocalPlace,
): Promise<OpenedSource> {
  const { manifest, digest, layers, leftOut } = await buildPackage(files);
  const [description] = layers;
  return {
    subject,
    file: description === undefined ? subject : join(folder, description.path),
    digest,
    manifest: readPackageManifest(manifest),
    read: (layer) => Promise.resolve(layers.find((built) => built.digest === layer.digest)?.bytes),
    tags: tag === undefined ? [] : [tag],
    leftOut,
    hasTag: () => Promise.resolve(false),
  };
}
