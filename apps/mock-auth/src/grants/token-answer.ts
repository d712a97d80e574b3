import type { IssuedToken } from '../tokens/token.service.js';
import type { TokenAnswer } from './grant.js';

export function answerOf({ token, facts, lifetime }: IssuedToken): TokenAnswer {
  return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope: facts.scope };
}
