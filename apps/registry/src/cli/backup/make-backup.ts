import { digestAlgorithm, type Digest } from '@margo-registry/oci';
import type { Fact, StoredBlobFact } from '@margo-registry/storage-metadata';
import { createHash } from 'node:crypto';
import { CommandFailed } from '../command-failed.js';
import type { Progress } from '../progress.js';
import { BackupFiles, type BackupSummary } from './backup-files.js';
import { prepareFolder, sayingWhy } from './backup-folder.js';
import type { BackupSession } from './backup-source.js';
import { readFacts } from './read-facts.js';

const AT_ONCE = 4;

/** What a run has done. */
export interface BackupReport extends Omit<BackupSummary, 'format' | 'factsFile' | 'factsDigest'> {
  readonly copied: number;
  readonly skipped: number;
  /** Digests of blobs whose bytes are gone or wrong in the registry. */
  readonly damaged: readonly string[];
}

/**
 * Writes a consistent copy into a folder: the facts first, then the bytes that they mention, each hashed on its way; `backup.json` at
 * the end. What an earlier run has brought is not copied again.
 */
export class BackupRun {
  private readonly files: BackupFiles;
  private readonly damaged: string[] = [];
  private copied = 0;
  private skipped = 0;

  constructor(
    private readonly session: BackupSession,
    directory: string,
    private readonly progress: Progress,
  ) {
    this.files = new BackupFiles(directory);
  }

  /** Throws {@link CommandFailed} where the folder cannot be used, or is full; what was there before stays whole. */
  async run(now: Date): Promise<BackupReport> {
    await prepareFolder(this.files.directory);
    return sayingWhy(this.files.directory, () => this.writeAll(now));
  }

  private async writeAll(now: Date): Promise<BackupReport> {
    const takenAt = now.toISOString();
    const factsFile = `facts-${takenAt.replaceAll(/[-:.]/g, '')}.ndjson`;
    const factsDigest = await this.writeFacts(factsFile);
    const counts = await this.count(factsFile);
    this.progress.start(counts.bytes);
    try {
      await this.copyAll(factsFile);
    } finally {
      this.progress.stop();
    }
    await this.files.conclude({ format: 1, takenAt, factsFile, factsDigest, ...counts });
    return { takenAt, ...counts, copied: this.copied, skipped: this.skipped, damaged: this.damaged };
  }

  private async writeFacts(name: string): Promise<string> {
    const hash = createHash('sha256');
    const session = this.session;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of session.facts()) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await this.files.write(this.files.path(name), hashed());
    return `sha256:${hash.digest('hex')}`;
  }

  /** Also sees whether the facts came whole. */
  private async count(name: string): Promise<{ facts: number; blobs: number; bytes: number }> {
    const counts = { facts: 0, blobs: 0, bytes: 0 };
    for await (const fact of readFacts(this.files.path(name))) {
      counts.facts += 1;
      if (!isFile(fact)) continue;
      counts.blobs += 1;
      counts.bytes += fact.size;
    }
    return counts;
  }

  private async copyAll(name: string): Promise<void> {
    const facts = readFacts(this.files.path(name));
    const worker = async (): Promise<void> => {
      for (let next = await facts.next(); !next.done; next = await facts.next())
        if (isFile(next.value)) await this.copy(next.value);
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } finally {
      await facts.return(undefined);
    }
  }

  private async copy({ digest, size, content }: FileFact): Promise<void> {
    if (await this.files.has(digest, size)) {
      this.skipped += 1;
      this.progress.add(size);
      return;
    }
    const chunks = await this.session.bytes(content.location);
    if (chunks === undefined) this.damaged.push(digest);
    else await this.write(digest, chunks);
  }

  private async write(digest: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const algorithm = digestAlgorithm(digest as Digest);
    const hash = createHash(algorithm);
    const progress = this.progress;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        progress.add(chunk.length);
        yield chunk;
      }
    };
    try {
      await this.files.write(this.files.pathOf(digest), hashed(), () => {
        if (`${algorithm}:${hash.digest('hex')}` !== digest) throw new WrongBytes();
      });
      this.copied += 1;
    } catch (error) {
      if (!(error instanceof WrongBytes)) throw error;
      this.damaged.push(digest);
    }
  }
}

class WrongBytes extends CommandFailed {}

type FileFact = StoredBlobFact & { readonly content: { readonly location: string } };

/** Whether the bytes are a file of their own, and not a part of the fact. */
function isFile(fact: Fact): fact is FileFact {
  return fact.fact === 'blob' && fact.content !== null && 'location' in fact.content;
}
