import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../http/oauth-error.js';

/** What `GET /token` asks for (AUTH-06). */
export interface DockerRequest {
  /** The registry's name for itself: the token's audience. */
  readonly service?: string;
  readonly scopes: readonly string[];
  readonly account?: string;
  readonly clientId?: string;
  readonly wantsRefresh: boolean;
}

/** Reads the query; `scope` may be repeated, may hold several, may be absent. @throws OAuthError invalid_request */
export function readDockerQuery(request: FastifyRequest): DockerRequest {
  const query = new URL(request.url, 'http://localhost').searchParams;
  const one = (name: string): string | undefined => {
    const values = query.getAll(name).filter(Boolean);
    if (values.length < 2) return values[0];
    throw new OAuthError('invalid_request', {
      description: `The parameter ${name} is there twice; send it once.`,
    });
  };
  return {
    service: one('service'),
    scopes: query.getAll('scope'),
    account: one('account'),
    clientId: one('client_id'),
    wantsRefresh: one('offline_token') === 'true' || one('access_type') === 'offline',
  };
}
