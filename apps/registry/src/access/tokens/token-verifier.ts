import type { TokenFacts } from './token-facts.js';
import type { TokenText } from './token-text.js';

/** One way to find out what a token is worth. */
export interface TokenVerifier {
  isFor(token: TokenText): boolean;
  /** What is known without asking anybody. `anew`: only if it could not have changed in the meantime. */
  recall(token: string, anew: boolean): TokenFacts | undefined;
  /** Throws `TokenRefused`, or `authorization-unavailable` where that cannot be found out. */
  verify(token: TokenText, anew: boolean): Promise<TokenFacts>;
}
