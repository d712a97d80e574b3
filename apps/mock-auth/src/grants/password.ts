import { Inject, Injectable } from '@nestjs/common';
import { OAuthError } from '../http/oauth-error.js';
import { SETTINGS } from '../http/tokens.js';
import type { Client } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import type { MockAuthSettings } from '../settings.js';
import { grantAsked } from '../tokens/granted-scopes.js';
import { formatScopes, parseScopes } from '../tokens/scope.js';
import { audienceOf } from './audience.js';
import type { Grant, GrantRequest, TokenAnswer } from './grant.js';
import { SessionTokens } from './session-tokens.js';

/** RFC 6749 section 4.3: a user's name and password, by a client that is trusted with them. */
@Injectable()
export class PasswordGrant implements Grant {
  readonly type = 'password';
  readonly needsClient = true;

  constructor(
    private readonly sessions: SessionTokens,
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
  ) {}

  async answer({ request, form, client }: GrantRequest): Promise<TokenAnswer> {
    const [name, password] = [form.get('username'), form.get('password')];
    noteFacts(request.raw, { subject: name });
    const user = worldOf(request).identities.findAccount(name, password);
    if (user === undefined) {
      throw new OAuthError('invalid_grant', {
        description: 'The user is not known or the password is wrong.',
      });
    }
    const scopes = grantAsked(user, parseScopes(form.list('scope')));
    return this.sessions.answer(request, {
      client: client as Client,
      user,
      grantId: this.sessions.nextGrantId(request),
      audience: audienceOf(form, client, this.settings.tokens.audience),
      scopes,
      scope: formatScopes(scopes),
    });
  }
}
