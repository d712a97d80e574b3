import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../http/oauth-error.js';
import type { Client, Holder } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { grantAsked } from '../tokens/granted-scopes.js';
import { parseScopes, refuseScope, type Scope } from '../tokens/scope.js';
import { coversScope } from '../tokens/scope-cover.js';
import type { RefreshTokenFacts } from '../tokens/token-facts.js';
import { TokenService } from '../tokens/token.service.js';
import type { Grant, GrantRequest, TokenAnswer } from './grant.js';
import { SessionTokens } from './session-tokens.js';

/**
 * RFC 6749 section 6 with rotation: each use gives a new refresh token and ends the old one. An old one that comes again
 * was stolen or kept too long, and ends the whole grant (RFC 9700 section 4.14.2).
 */
@Injectable()
export class RefreshTokenGrant implements Grant {
  readonly type = 'refresh_token';
  readonly needsClient = true;

  constructor(
    private readonly tokens: TokenService,
    private readonly sessions: SessionTokens,
  ) {}

  async answer({ request, form, client }: GrantRequest): Promise<TokenAnswer> {
    const facts = this.get(request, form.get('refresh_token'), client as Client);
    const user = getUser(request, facts);
    const scopes = scopesOf(facts, user, parseScopes(form.list('scope')));
    worldOf(request).tokens.revokeId(facts.tokenId);
    const { grantId, audience, scope } = facts;
    return this.sessions.answer(request, {
      client: client as Client,
      user,
      grantId,
      audience,
      scopes,
      scope,
    });
  }

  private get(request: FastifyRequest, token: string, client: Client): RefreshTokenFacts {
    const world = worldOf(request);
    const facts = world.tokens.findRefresh(token);
    if (facts === undefined || facts.kind !== 'oauth') throw refuse('The refresh token is not known.');
    if (facts.client !== client.subject) throw refuse('The refresh token was issued to another client.');
    if (this.tokens.findActiveRefresh(world, token)) return facts;
    if (facts.expiresAt <= world.clock.now()) throw refuse('The refresh token has expired.');
    world.tokens.revokeGrant(facts.grantId);
    throw refuse('The refresh token was used before or revoked; every token of its grant is revoked.');
  }
}

function getUser(request: FastifyRequest, { subject }: RefreshTokenFacts): Holder {
  const user = worldOf(request).identities.findHolder(subject);
  if (user === undefined) throw refuse('The user of the refresh token is gone.');
  return user;
}

/** As at the beginning or less, and never more than the user still holds. */
function scopesOf(facts: RefreshTokenFacts, user: Holder, asked: readonly Scope[]): Scope[] {
  const granted = parseScopes([facts.scope]);
  const wider = asked.find((scope) => !granted.some((one) => coversScope(one, scope)));
  if (wider !== undefined) {
    throw refuseScope(
      `A refresh cannot ask for more than was granted, which was ${facts.scope}.`.slice(0, 500),
    );
  }
  const wanted = asked.length > 0 ? asked : granted;
  return wanted.length === 0 ? [] : grantAsked(user, wanted);
}

const refuse = (description: string): OAuthError => new OAuthError('invalid_grant', { description });
