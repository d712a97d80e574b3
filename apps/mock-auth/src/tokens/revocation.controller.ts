import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthentication } from '../authentication/client-authentication.js';
import { PATHS } from '../http/endpoints.js';
import { formOf } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import type { Client } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import { TokenService } from './token.service.js';

/** RFC 7009: a client gives its tokens back. */
@Controller()
export class RevocationController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly tokens: TokenService,
  ) {}

  /** A token that is not active is as good as revoked (section 2.2); the hint is not needed. */
  @Post(PATHS.revoke)
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  async revoke(@Req() request: FastifyRequest, @Body() body: unknown): Promise<void> {
    const form = formOf(body);
    const client = await this.authentication.authenticate(request, form);
    const token = form.get('token');
    const world = worldOf(request);
    const refresh = this.tokens.findActiveRefresh(world, token);
    const facts = refresh ?? (await this.tokens.findActive(request, token));
    if (facts === undefined) return;
    checkOwner(facts.client, client);
    noteFacts(request.raw, { subject: facts.subject, tokenId: facts.tokenId });
    // Section 2.1: with a refresh token go the access tokens of its grant.
    if (refresh) world.tokens.revokeGrant(refresh.grantId);
    else world.tokens.revokeId(facts.tokenId);
  }
}

function checkOwner(owner: string, client: Client): void {
  if (owner === client.subject) return;
  throw new OAuthError('invalid_grant', { description: 'The token was issued to another client.' });
}
