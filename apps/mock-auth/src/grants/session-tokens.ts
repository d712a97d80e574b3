import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client, Holder } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { accessOf } from '../tokens/granted-scopes.js';
import { formatScopes, type Scope } from '../tokens/scope.js';
import { TokenService } from '../tokens/token.service.js';
import type { TokenAnswer } from './grant.js';
import { answerOf } from './token-answer.js';

/** A user's session with a client: what it was granted, and what the next access token shall say. */
export interface Session {
  readonly client: Client;
  readonly user: Holder;
  readonly grantId: string;
  readonly audience: readonly string[];
  /** Of the access token. */
  readonly scopes: readonly Scope[];
  /** Of the session: a refresh may ask for less and later for all of it again (RFC 6749 section 6). */
  readonly scope: string;
}

/** Access and refresh token of a session, for the grants that have one. */
@Injectable()
export class SessionTokens {
  constructor(private readonly tokens: TokenService) {}

  async answer(request: FastifyRequest, session: Session): Promise<TokenAnswer> {
    const { client, user, grantId, audience, scopes, scope } = session;
    const issued = await this.tokens.issueAccess(request, {
      holder: user,
      style: client,
      client: client.subject,
      scope: formatScopes(scopes),
      access: accessOf(scopes),
      audience,
      grantId,
    });
    if (!client.grants.includes('refresh_token')) return answerOf(issued);
    const refresh_token = this.tokens.issueRefresh(request, client, {
      kind: 'oauth',
      grantId,
      subject: user.subject,
      client: client.subject,
      scope,
      audience,
    });
    return { ...answerOf(issued), refresh_token };
  }

  nextGrantId(request: FastifyRequest): string {
    return worldOf(request).ids.next();
  }
}
