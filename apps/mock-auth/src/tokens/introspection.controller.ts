import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthentication } from '../authentication/client-authentication.js';
import { PATHS } from '../http/endpoints.js';
import { formOf } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import type { Client } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import { MOCK_CLAIM } from '../mock-mark.js';
import { claimsOf } from './jwt.js';
import { TokenService } from './token.service.js';

/** RFC 7662 section 2.2; nothing but `active` where it is false. */
interface Answer {
  readonly active: boolean;
  readonly [member: string]: unknown;
}

const INACTIVE: Answer = { active: false };

/** RFC 7662: what a token is, for resource servers that show who they are. */
@Controller()
export class IntrospectionController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly tokens: TokenService,
  ) {}

  @Post(PATHS.introspect)
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  async introspect(@Req() request: FastifyRequest, @Body() body: unknown): Promise<Answer> {
    const form = formOf(body);
    const caller = await this.authentication.authenticate(request, form);
    const answer = await this.describe(request, form.get('token'), caller);
    noteFacts(request.raw, { active: answer.active });
    return answer;
  }

  private async describe(request: FastifyRequest, token: string, caller: Client): Promise<Answer> {
    const facts = await this.tokens.findActive(request, token);
    if (facts === undefined) return this.describeRefresh(request, token, caller);
    if (!caller.introspect && facts.client !== caller.subject) throw refuseCaller(caller);
    noteFacts(request.raw, { subject: facts.subject, scope: facts.scope, tokenId: facts.tokenId });
    const username = facts.subject === facts.client ? {} : { username: facts.subject };
    return { active: true, token_type: 'Bearer', ...username, ...claimsOf(facts) };
  }

  /** A refresh token concerns only its client: a resource server that takes it for an access token must not be misled. */
  private describeRefresh(request: FastifyRequest, token: string, caller: Client): Answer {
    const world = worldOf(request);
    const facts = this.tokens.findActiveRefresh(world, token);
    if (facts?.client === caller.subject) {
      const { subject: sub, client: client_id, scope, expiresAt: exp } = facts;
      return { active: true, sub, client_id, scope, exp, ...MOCK_CLAIM };
    }
    if (!caller.introspect) throw refuseCaller(caller);
    return INACTIVE;
  }
}

const refuseCaller = ({ subject }: Client): OAuthError =>
  new OAuthError('unauthorized_client', {
    status: 403,
    description: `${subject} may introspect its own tokens only; give it introspect: true in the identities.`,
  });
