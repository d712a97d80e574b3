import { LRUCache } from 'lru-cache';
import type { TokenFacts } from './token-facts.js';

const MOST_TOKENS = 10_000;
/** Characters of tokens, and of what was read out of them. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

interface Entry {
  readonly facts: TokenFacts;
  readonly until: number;
}

/** Tokens that were verified a while ago. Knows nothing of why they are valid; whoever fills it says until when. */
export class RememberedTokens {
  private readonly entries = new LRUCache<string, Entry>({
    max: MOST_TOKENS,
    maxSize: MOST_CHARACTERS,
    maxEntrySize: MOST_CHARACTERS / 16,
    sizeCalculation: (_entry, token) => 4 * token.length + 1000,
  });

  find(token: string): TokenFacts | undefined {
    const entry = this.entries.get(token);
    return entry !== undefined && Date.now() < entry.until ? entry.facts : undefined;
  }

  /** @param until milliseconds since 1970 */
  remember(token: string, facts: TokenFacts, until: number): void {
    if (until > Date.now()) this.entries.set(token, { facts, until });
  }

  forget(token: string): void {
    this.entries.delete(token);
  }

  clear(): void {
    this.entries.clear();
  }
}
