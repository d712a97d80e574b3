import type { Fact, MetadataStore } from '@margo-registry/storage-metadata';

const MOST_FACTS = 500;
const MOST_BYTES = 1024 * 1024;

/** Collects facts and writes them in batches, each in one transaction. */
export class FactWriter {
  private facts: Fact[] = [];
  private bytes = 0;

  constructor(private readonly metadata: MetadataStore) {}

  async add(fact: Fact): Promise<void> {
    this.facts.push(fact);
    this.bytes += bytesOf(fact);
    if (this.facts.length >= MOST_FACTS || this.bytes >= MOST_BYTES) await this.flush();
  }

  /** Resolves when everything that was added is on disk. */
  async flush(): Promise<void> {
    const facts = this.facts;
    this.facts = [];
    this.bytes = 0;
    if (facts.length > 0) await this.metadata.commands.importFacts({ facts });
  }
}

function bytesOf(fact: Fact): number {
  if (fact.fact === 'manifest') return fact.payload.byteLength;
  if (fact.fact !== 'blob' || fact.content === null || !('payload' in fact.content)) return 0;
  return fact.content.payload.byteLength;
}
