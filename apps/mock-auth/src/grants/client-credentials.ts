import { Inject, Injectable } from '@nestjs/common';
import { OAuthError } from '../http/oauth-error.js';
import { SETTINGS } from '../http/tokens.js';
import { isPublic } from '../identities/identity.js';
import type { MockAuthSettings } from '../settings.js';
import { accessOf, grantAsked } from '../tokens/granted-scopes.js';
import { formatScopes, parseScopes } from '../tokens/scope.js';
import { TokenService } from '../tokens/token.service.js';
import { audienceOf } from './audience.js';
import type { Grant, GrantRequest, TokenAnswer } from './grant.js';
import { answerOf } from './token-answer.js';

/** RFC 6749 section 4.4: a client in its own name, such as a WFM. No refresh token (section 4.4.3). */
@Injectable()
export class ClientCredentialsGrant implements Grant {
  readonly type = 'client_credentials';
  readonly needsClient = true;

  constructor(
    private readonly tokens: TokenService,
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
  ) {}

  async answer({ request, form, client }: GrantRequest): Promise<TokenAnswer> {
    if (client === undefined || isPublic(client)) {
      throw new OAuthError('unauthorized_client', {
        description: 'A public client has no credentials to get a token for.',
      });
    }
    const scopes = grantAsked(client, parseScopes(form.list('scope')));
    const issued = await this.tokens.issueAccess(request, {
      holder: client,
      style: client,
      client: client.subject,
      scope: formatScopes(scopes),
      access: accessOf(scopes),
      audience: audienceOf(form, client, this.settings.tokens.audience),
    });
    return answerOf(issued);
  }
}
