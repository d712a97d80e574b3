import {
  claimsPackage,
  findComponentKind,
  readPackageManifest,
  type FolderFile,
  type PackageManifest,
} from '@margo-registry/margo';
import { createHash } from 'node:crypto';
import { CheckFailed } from '../check-failed.js';
import type { LocalPlace } from './built-source.js';
import type { OpenedSource } from './opened-source.js';

const MARK = 'oci-layout';
const INDEX = 'index.json';
const REFERENCE = 'org.opencontainers.image.ref.name';

interface IndexEntry {
  readonly digest?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** Whether the files are an OCI image layout (image specification 1.1, image layout). */
export function isLayout(files: readonly FolderFile[]): boolean {
  return [MARK, INDEX].every((name) => files.some(({ path }) => path === name));
}

/** The one package or component of a layout, with the tags that the layout gives it. Throws `CheckFailed` where there are none or several. */
export function openLayout(files: readonly FolderFile[], { subject, tag }: LocalPlace): OpenedSource {
  const entries = readIndex(files, subject);
  const digests = [...new Set(entries.map(({ digest }) => String(digest)))];
  const packages = digests.flatMap((digest) => {
    const bytes = readBlob(files, digest);
    const manifest = bytes && readPackageManifest(bytes);
    return manifest && isMargo(manifest) ? [{ digest, manifest }] : [];
  });
  const [found, second] = packages;
  if (found === undefined || second !== undefined)
    throw new CheckFailed(
      `${subject} holds ${packages.length} application packages and components; name a layout with one.`,
    );
  const given = entries.filter(({ digest }) => digest === found.digest).flatMap(tagsOf);
  return {
    ...found,
    subject,
    file: subject,
    read: ({ digest }) => Promise.resolve(readBlob(files, digest)),
    tags: tag === undefined ? given : [tag],
    leftOut: [],
    hasTag: (one) => Promise.resolve(given.includes(one)),
  };
}

function isMargo(manifest: PackageManifest): boolean {
  return claimsPackage(manifest) || findComponentKind(manifest) !== undefined;
}

function readIndex(files: readonly FolderFile[], subject: string): IndexEntry[] {
  try {
    const text = new TextDecoder().decode(files.find(({ path }) => path === INDEX)?.bytes);
    const { manifests } = JSON.parse(text) as { manifests: IndexEntry[] };
    return manifests.filter((entry) => typeof entry.digest === 'string');
  } catch {
    throw new CheckFailed(`${subject} has an ${INDEX} that is no image index; export the layout again.`);
  }
}

function tagsOf({ annotations }: IndexEntry): string[] {
  const reference = annotations?.[REFERENCE];
  return typeof reference === 'string' ? [reference.slice(reference.lastIndexOf(':') + 1)] : [];
}

/** Undefined where the layout does not have it; throws where it has other bytes by its name. */
function readBlob(files: readonly FolderFile[], digest: string): Uint8Array | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  const bytes = files.find(({ path }) => path === `blobs/${algorithm}/${hex}`)?.bytes;
  if (bytes === undefined || !['sha256', 'sha512'].includes(algorithm)) return undefined;
  if (createHash(algorithm).update(bytes).digest('hex') !== hex)
    throw new CheckFailed(
      `blobs/${algorithm}/${hex} has other bytes than its name says; export the layout again.`,
    );
  return bytes;
}
