import type { Fact, StoredBlobFact } from '@margo-registry/storage-metadata';
import { BackupFiles } from '../backup/backup-files.js';
import { readFacts } from '../backup/read-facts.js';
import { CommandFailed } from '../command-failed.js';
import type { MoveSource } from '../move-store/move-source.js';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A whole backup as a source: to its blob store, a location is a digest. */
export interface RestoreSource extends MoveSource {
  /** Bytes of the blobs, those beside the facts too. */
  readonly bytes: number;
  readonly takenAt: string;
}

/** Throws {@link CommandFailed} where the folder holds no whole backup. */
export async function openBackup(directory: string): Promise<RestoreSource> {
  const files = new BackupFiles(directory);
  const { factsFile, factsDigest, takenAt } = await files.readSummary();
  const path = files.path(factsFile);
  if ((await hashFile(path)) !== factsDigest)
    throw new CommandFailed(`The facts in ${path} are not those of the backup; take another copy of it.`);
  let bytes = 0;
  for await (const fact of blobsIn(path)) bytes += fact.size;
  return {
    bytes,
    takenAt,
    blobs: { open: (location) => files.open(location) },
    blobFacts: () => blobsIn(path),
    contentFacts: () => contentIn(path),
    repositoriesWith: async () => [],
  };
}

/** They stand first in the file. */
async function* blobsIn(path: string): AsyncGenerator<StoredBlobFact> {
  for await (const fact of readFacts(path)) {
    if (fact.fact !== 'blob') return;
    const isFile = fact.content !== null && 'location' in fact.content;
    yield isFile ? { ...fact, content: { location: fact.digest } } : fact;
  }
}

async function* contentIn(path: string): AsyncGenerator<Exclude<Fact, StoredBlobFact>> {
  for await (const fact of readFacts(path)) if (fact.fact !== 'blob') yield fact;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new CommandFailed(`The facts in ${path} cannot be read; take another copy of the backup.`, {
      cause,
    });
  }
  return `sha256:${hash.digest('hex')}`;
}
