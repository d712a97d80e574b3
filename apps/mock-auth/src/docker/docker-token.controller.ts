import { Body, Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseBasic } from '../authentication/basic.js';
import { PATHS } from '../http/endpoints.js';
import { formOf, type Form } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import type { Holder } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import { TokenService } from '../tokens/token.service.js';
import { readDockerQuery } from './docker-request.js';
import { DockerTokens, type DockerAnswer } from './docker-tokens.js';
import { refuseLogin } from './refuse-login.js';

/** The token endpoint of the distribution protocol, on the same identities as OAuth: what docker, oras and helm call. */
@Controller()
export class DockerTokenController {
  constructor(
    private readonly docker: DockerTokens,
    private readonly tokens: TokenService,
  ) {}

  @Get(PATHS.dockerToken)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  get(@Req() request: FastifyRequest): Promise<DockerAnswer> {
    const asked = readDockerQuery(request);
    noteFacts(request.raw, { grant: 'docker', scope: asked.scopes.join(' '), audience: asked.service });
    return this.docker.answer(request, accountOf(request, asked.account), asked);
  }

  /** Docker's form of OAuth 2.0: the account logs in, any `client_id` will do (AUTH-10). */
  @Post(PATHS.dockerToken)
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  async post(@Req() request: FastifyRequest, @Body() body: unknown): Promise<DockerAnswer> {
    const form = formOf(body);
    const grant = form.get('grant_type');
    noteFacts(request.raw, { grant, scope: form.find('scope'), audience: form.find('service') });
    const asked = {
      service: form.find('service'),
      scopes: form.list('scope'),
      wantsRefresh: form.find('access_type') === 'offline',
    };
    if (grant === 'password') return this.docker.answer(request, passwordAccount(request, form), asked);
    if (grant !== 'refresh_token') throw refuseGrant(grant);
    const refresh_token = form.get('refresh_token');
    const account = this.refreshAccount(request, refresh_token);
    return {
      ...(await this.docker.answer(request, account, { ...asked, wantsRefresh: false })),
      refresh_token,
    };
  }

  /** The same identity token keeps working: docker has stored it in place of the password (AUTH-14). */
  private refreshAccount(request: FastifyRequest, token: string): Holder {
    const world = worldOf(request);
    const facts = this.tokens.findActiveRefresh(world, token);
    const account = facts?.kind === 'docker' ? world.identities.findHolder(facts.subject) : undefined;
    if (account === undefined)
      throw refuseLogin('The refresh token is not known, expired or revoked; log in again.');
    return account;
  }
}

function accountOf(request: FastifyRequest, account: string | undefined): Holder {
  const { identities } = worldOf(request);
  const { authorization } = request.headers;
  if (authorization === undefined) return identities.anonymous;
  const credentials = parseBasic(authorization);
  if (credentials === undefined)
    throw refuseLogin('The Authorization header is not Basic with base64 of name:password.');
  noteFacts(request.raw, { subject: credentials.name });
  if (account !== undefined && account !== credentials.name) {
    throw refuseLogin('account is another one than that of the Authorization header.');
  }
  return getAccount(request, credentials.name, credentials.password);
}

function passwordAccount(request: FastifyRequest, form: Form): Holder {
  noteFacts(request.raw, { subject: form.get('username') });
  return getAccount(request, form.get('username'), form.get('password'));
}

function getAccount(request: FastifyRequest, name: string, password: string): Holder {
  const account = worldOf(request).identities.findAccount(name, password);
  if (account === undefined) throw refuseLogin('The account is not known or the password is wrong.');
  return account;
}

const refuseGrant = (grant: string): OAuthError =>
  new OAuthError('unsupported_grant_type', {
    description: `There is no grant ${grant.slice(0, 100)} here; use password or refresh_token, or ${PATHS.token}.`,
  });
