import { readPackageManifest } from '@margo-registry/margo';
import type { OpenedSource } from './opened-source.js';

const YAML_FILE = /\.ya?ml$/i;

/** Whether a file is taken for a description by its name. */
export function isDescriptionFile(path: string): boolean {
  return YAML_FILE.test(path);
}

/** A description without the package round it. */
export function openDescription(path: string, bytes: Uint8Array, tag: string | undefined): OpenedSource {
  return {
    subject: path,
    file: path,
    digest: null,
    descriptionAlone: bytes,
    manifest: readPackageManifest(new Uint8Array()),
    read: () => Promise.resolve(undefined),
    tags: tag === undefined ? [] : [tag],
    leftOut: [],
    hasTag: () => Promise.resolve(false),
  };
}
