import { errors } from 'jose';
import { factsOf } from '../tokens/claim-checks.js';
import { RememberedTokens } from '../tokens/remembered-tokens.js';
import type { TokenFacts } from '../tokens/token-facts.js';
import { TokenRefused } from '../tokens/token-refused.js';
import type { TokenText } from '../tokens/token-text.js';
import type { TokenVerifier } from '../tokens/token-verifier.js';
import type { OwnTokens } from './own-tokens.js';

/** Verifies what this registry signed itself. Nobody else's issuer name leads here, and this name leads nowhere else. */
export class OwnTokenVerifier implements TokenVerifier {
  private readonly remembered = new RememberedTokens();

  constructor(private readonly tokens: OwnTokens) {}

  isFor({ unverified }: TokenText): boolean {
    return unverified?.['iss'] === this.tokens.issuer;
  }

  recall(token: string): TokenFacts | undefined {
    return this.remembered.find(token);
  }

  async verify({ text }: TokenText): Promise<TokenFacts> {
    const facts = factsOf(await this.claims(text));
    this.remembered.remember(text, facts, facts.expiresAt);
    return facts;
  }

  private async claims(text: string): Promise<Readonly<Record<string, unknown>>> {
    try {
      return await this.tokens.verify(text);
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new TokenRefused('the token has expired', { cause: error });
      throw new TokenRefused('the token is not one that this registry has signed for this', { cause: error });
    }
  }
}
