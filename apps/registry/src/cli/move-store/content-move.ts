import type { ManifestFact, TagFact } from '@margo-registry/storage-metadata';
import { isIntact } from '../blob-bytes.js';
import { FactWriter } from './fact-writer.js';
import type { Move } from './move.js';

/** Carries the repositories and what is in them. Their blobs are known in the target already. */
export class ContentMove {
  private readonly writer: FactWriter;
  /** `repository@digest` of manifests that were not carried. */
  private readonly left = new Set<string>();

  constructor(private readonly move: Move) {
    this.writer = new FactWriter(move.target.metadata);
  }

  async run(): Promise<void> {
    const { report, source } = this.move;
    for await (const fact of source.contentFacts()) {
      if (fact.fact === 'manifest' && !isIntact(fact.digest, fact.payload)) this.leaveManifest(fact);
      else if (fact.fact === 'tag' && this.left.has(`${fact.repository}@${fact.manifest}`))
        this.leaveTag(fact);
      else {
        await this.writer.add(fact);
        report.facts[fact.fact] += 1;
      }
    }
    await this.writer.flush();
  }

  /** A manifest is its bytes: without them there is nothing to carry, and no tag can point to it. */
  private leaveManifest({ repository, digest }: ManifestFact): void {
    this.left.add(`${repository}@${digest}`);
    this.move.report.damaged.push({ kind: 'manifest', digest, damage: 'wrong', repositories: [repository] });
  }

  private leaveTag({ repository, name }: TagFact): void {
    this.move.report.tagsLeftBehind.push(`${repository}:${name}`);
  }
}
