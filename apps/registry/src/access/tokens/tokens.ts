import type { IntrospectionVerifier } from './introspection-verifier.js';
import { TokenCounts } from './token-counts.js';
import type { TokenFacts } from './token-facts.js';
import { TokenRefused } from './token-refused.js';
import { readTokenText } from './token-text.js';
import type { TokenVerifier } from './token-verifier.js';

/** All ways to verify a token. The first one that is for it decides; no other is tried when it says no. */
export class Tokens {
  readonly counts = new TokenCounts();

  constructor(
    private readonly verifiers: readonly TokenVerifier[],
    /** The verifier that asks the authorization server, where there is one. */
    readonly introspection?: IntrospectionVerifier,
  ) {}

  recall(text: string, anew: boolean): TokenFacts | undefined {
    for (const verifier of this.verifiers) {
      const facts = verifier.recall(text, anew);
      if (facts) {
        this.counts.hit += 1;
        return facts;
      }
    }
    this.counts[anew ? 'anew' : 'miss'] += 1;
    return undefined;
  }

  /** Throws `TokenRefused`, or `authorization-unavailable`. */
  async verify(text: string, anew: boolean): Promise<TokenFacts> {
    const token = readTokenText(text);
    const verifier = this.verifiers.find((one) => one.isFor(token));
    if (!verifier) throw new TokenRefused(`the registry accepts no tokens that are ${kindOf(token)}`);
    return verifier.verify(token, anew);
  }
}

function kindOf({ unverified }: { unverified: unknown }): string {
  return unverified === undefined ? 'no JWTs' : 'JWTs of this issuer';
}
