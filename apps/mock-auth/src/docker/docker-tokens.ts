import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../http/tokens.js';
import { ANONYMOUS, type Holder } from '../identities/identity.js';
import { worldOf } from '../issuers/world.js';
import type { MockAuthSettings } from '../settings.js';
import { accessOf, narrow, widen } from '../tokens/granted-scopes.js';
import { formatScopes, parseScopes } from '../tokens/scope.js';
import { TokenService, type IssuedToken } from '../tokens/token.service.js';
import type { DockerRequest } from './docker-request.js';

/** The answer of AUTH-09: some clients read `token`, some `access_token`. */
export interface DockerAnswer {
  readonly token: string;
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  /** RFC 3339, UTC. */
  readonly issued_at: string;
  readonly scope: string;
  readonly refresh_token?: string;
}

/** Tokens of the distribution protocol: asking for too much is no error, the token simply holds less (AUTH-08). */
@Injectable()
export class DockerTokens {
  constructor(
    private readonly tokens: TokenService,
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
  ) {}

  async answer(request: FastifyRequest, account: Holder, asked: DockerRequest): Promise<DockerAnswer> {
    const grant = this.settings.docker.grant === 'held' ? widen : narrow;
    const scopes = parseScopes(asked.scopes).flatMap((scope) => grant(account, scope));
    const issued = await this.tokens.issueAccess(request, {
      holder: account,
      style: account,
      client: account.subject,
      scope: formatScopes(scopes),
      access: accessOf(scopes) ?? [],
      audience: this.audienceOf(asked),
    });
    return { ...answerOf(issued), ...this.refreshOf(request, account, asked) };
  }

  private audienceOf({ service }: DockerRequest): readonly string[] {
    return [service ?? this.settings.tokens.audience];
  }

  /** An identity token: it stands for the account as a whole. The anonymous has none to stand for. */
  private refreshOf(
    request: FastifyRequest,
    account: Holder,
    asked: DockerRequest,
  ): { refresh_token?: string } {
    if (!asked.wantsRefresh || account.subject === ANONYMOUS) return {};
    const refresh_token = this.tokens.issueRefresh(request, account, {
      kind: 'docker',
      grantId: worldOf(request).ids.next(),
      subject: account.subject,
      client: account.subject,
      scope: '',
      audience: this.audienceOf(asked),
    });
    return { refresh_token };
  }
}

function answerOf({ token, facts, lifetime }: IssuedToken): DockerAnswer {
  return {
    token,
    access_token: token,
    token_type: 'Bearer',
    expires_in: lifetime,
    issued_at: new Date(facts.issuedAt * 1000).toISOString().replace('.000', ''),
    scope: facts.scope,
  };
}
