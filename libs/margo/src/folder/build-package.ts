import { checkDescription, type PlainDescription } from '../check-description.js';
import { recordOf, textOf } from '../facts/shape.js';
import { normalise } from '../package/layer-rules.js';
import {
  DESCRIPTION_TYPE,
  EMPTY_DIGEST,
  EMPTY_TYPE,
  IMAGE_MANIFEST_TYPE,
  PACKAGE_TYPE,
  RESOURCE_KINDS,
  TITLE,
} from '../package/media-types.js';
import { tagOfVersion } from '../version.js';
import type { FolderFile } from './folder-file.js';
import { formatOf } from './resource-format.js';

/** A blob to push, and its descriptor. */
export interface BuiltLayer {
  readonly path: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** A package that is ready to be pushed: the config, the layers, then the manifest. */
export interface BuiltPackage {
  readonly manifest: Uint8Array;
  /** Of the manifest. */
  readonly digest: string;
  /** The empty config: `{}`. */
  readonly config: BuiltLayer;
  /** The description first. */
  readonly layers: readonly BuiltLayer[];
  /** Files that the description does not name: no part of the package. */
  readonly leftOut: readonly string[];
  /** The tag for the version; undefined where no version can be read. */
  readonly tag: string | undefined;
}

const DESCRIPTION_NAMES = ['margo.yaml', 'margo.yml', 'app.yaml', 'app.yml'];

/**
 * The package of a folder: its description, and each file that the description names, by the media type of the field and
 * the file's extension. Nothing but the files decides the bytes, so the same folder has the same digest. What is wrong with
 * the folder is for `checkPackage` to say: a package without a description has no layers.
 */
export async function buildPackage(files: readonly FolderFile[]): Promise<BuiltPackage> {
  const description = findDescriptionFile(files);
  const content = description && checkDescription(description.bytes, { profile: 'auto' }).description;
  const planned = description ? [{ file: description, mediaType: DESCRIPTION_TYPE }] : [];
  planned.push(...planResources(files, content ?? {}, description));
  const layers = await Promise.all(planned.map(({ file, mediaType }) => toLayer(file, mediaType)));
  const pushed = new Set(planned.map(({ file }) => file));
  const manifest = new TextEncoder().encode(JSON.stringify(manifestOf(layers)));
  const version = textOf(recordOf(content?.metadata).version);
  return {
    manifest,
    digest: await digestOf(manifest),
    config: { path: '', mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, bytes: new TextEncoder().encode('{}') },
    layers,
    leftOut: files.filter((file) => !pushed.has(file)).map(({ path }) => path),
    tag: version === undefined ? undefined : tagOfVersion(version),
  };
}

/** By its name in the folder itself; else the only YAML file there. */
export function findDescriptionFile(files: readonly FolderFile[]): FolderFile | undefined {
  const named = DESCRIPTION_NAMES.map((name) => files.find(({ path }) => path === name));
  const yaml = files.filter(({ path }) => /^[^/]+\.ya?ml$/.test(path));
  return named.find((file) => file !== undefined) ?? (yaml.length === 1 ? yaml[0] : undefined);
}

interface PlannedLayer {
  readonly file: FolderFile;
  readonly mediaType: string;
}

/** A file that two fields name is one layer, of the first of them. */
function planResources(
  files: readonly FolderFile[],
  content: PlainDescription,
  description: FolderFile | undefined,
): PlannedLayer[] {
  const application = recordOf(recordOf(recordOf(content.metadata).catalog).application);
  const planned = new Map<FolderFile, string>();
  for (const kind of RESOURCE_KINDS) {
    const path = normalise(textOf(application[kind]) ?? '');
    const file = files.find((one) => one.path === path);
    if (file === undefined || file === description || planned.has(file)) continue;
    planned.set(file, `application/vnd.margo.app.${kind}.v1+${formatOf(path)}`);
  }
  return [...planned].map(([file, mediaType]) => ({ file, mediaType }));
}

async function toLayer({ path, bytes }: FolderFile, mediaType: string): Promise<BuiltLayer> {
  return { path, mediaType, digest: await digestOf(bytes), bytes };
}

function manifestOf(layers: readonly BuiltLayer[]): object {
  return {
    schemaVersion: 2,
    mediaType: IMAGE_MANIFEST_TYPE,
    artifactType: PACKAGE_TYPE,
    config: { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: 2, data: 'e30=' },
    layers: layers.map(({ path, mediaType, digest, bytes }) => ({
      mediaType,
      digest,
      size: bytes.length,
      annotations: { [TITLE]: path },
    })),
  };
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
