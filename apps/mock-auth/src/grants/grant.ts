import type { FastifyRequest } from 'fastify';
import type { Form } from '../http/form.js';
import type { Client } from '../identities/identity.js';
import type { GrantType } from './grant-type.js';

/** A request to the token endpoint whose client is known. */
export interface GrantRequest {
  readonly request: FastifyRequest;
  readonly form: Form;
  /** Absent only where the grant does not ask for one. */
  readonly client?: Client;
}

/** The answer of RFC 6749 section 5.1, and of RFC 8693 section 2.2.1. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
  readonly issued_token_type?: string;
}

/** One value of `grant_type`. */
export interface Grant {
  readonly type: GrantType;
  /** Whether the client may stay unnamed, because the grant carries its own proof. */
  readonly needsClient: boolean;
  /** @throws OAuthError */
  answer(request: GrantRequest): Promise<TokenAnswer>;
}
