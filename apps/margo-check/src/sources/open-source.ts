import { ArchiveError, readArchive } from '@margo-registry/margo';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CheckFailed } from '../check-failed.js';
import { parseReference } from '../registry/reference.js';
import { openBuilt } from './built-source.js';
import { isDescriptionFile, openDescription } from './description-source.js';
import { readFolder } from './folder.js';
import { isLayout, openLayout } from './layout-source.js';
import type { OpenOptions } from './open-options.js';
import type { OpenedSource } from './opened-source.js';
import { openRemote } from './remote-source.js';

/** Opens what a path or a reference names. A path that exists is a path. Throws `CheckFailed`. */
export async function openSource(target: string, options: OpenOptions): Promise<OpenedSource> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) return openRemote(referenceOf(target), options);
  if (found.isFile() && isDescriptionFile(target))
    return openDescription(target, await readWithin(target, 'name the description alone'), options.tag);
  const files = found.isDirectory() ? await readFolder(target) : await unpack(target);
  const folder = found.isDirectory() ? target : basename(target);
  const local = { subject: target, folder, tag: options.tag };
  return isLayout(files) ? openLayout(files, local) : openBuilt(files, local);
}

function referenceOf(target: string): ReturnType<typeof parseReference> {
  try {
    return parseReference(target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckFailed(`There is no ${JSON.stringify(target)} here, and it is no reference: ${reason}.`);
  }
}

/** Larger than any package that the limits of archives let through. */
const LARGEST_ARCHIVE = 64 * 1024 * 1024;

async function readWithin(path: string, advice: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > LARGEST_ARCHIVE)
    throw new CheckFailed(`${path} has more than ${LARGEST_ARCHIVE} bytes; ${advice}.`);
  return readFile(path).catch((error: Error) => {
    throw new CheckFailed(`${path} cannot be read: ${error.message}.`);
  });
}

async function unpack(path: string): Promise<ReturnType<typeof readArchive>> {
  const bytes = await readWithin(path, 'pack the package alone');
  try {
    return readArchive(bytes);
  } catch (error) {
    if (error instanceof ArchiveError) throw new CheckFailed(`${path} cannot be unpacked. ${error.message}`);
    throw error;
  }
}
