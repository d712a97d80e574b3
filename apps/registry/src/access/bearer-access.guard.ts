import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Admission } from './admission.js';
import { readBearerToken } from './bearer-token.js';
import { BearerStrategy } from './bearer.strategy.js';
import { needFor } from './requires.js';
import { isSensitive, type Need } from './rights/need.js';
import type { TokenFacts } from './tokens/token-facts.js';
import { TokenRefused } from './tokens/token-refused.js';
import { Tokens } from './tokens/tokens.js';

type Verifying = FastifyRequest & { asksAnew?: boolean; facts?: TokenFacts };

/** Mode `bearer`: passport verifies a token that is not remembered, and what it allows is compared with what the route declares. */
@Injectable()
export class BearerAccessGuard extends AuthGuard() implements CanActivate {
  constructor(
    strategy: BearerStrategy,
    private readonly tokens: Tokens,
    private readonly admission: Admission,
    private readonly reflector: Reflector,
  ) {
    super(optionsFor(strategy));
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Verifying>();
    const need = needFor(context, request, this.reflector);
    if (!need) return true;
    const facts = await this.identify(context, request, need);
    this.admission.admit(this.admission.callerOf(facts), need, request);
    return true;
  }

  private async identify(
    context: ExecutionContext,
    request: Verifying,
    need: Need,
  ): Promise<TokenFacts | undefined> {
    try {
      const token = readBearerToken(request.raw);
      if (token === undefined) return undefined;
      const anew = isSensitive(need);
      return this.tokens.recall(token, anew) ?? (await this.verify(context, request, anew));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      return this.admission.refuseToken(error.message, need, request);
    }
  }

  private async verify(context: ExecutionContext, request: Verifying, anew: boolean): Promise<TokenFacts> {
    request.asksAnew = anew;
    await super.canActivate(context);
    if (!request.facts) throw new TokenRefused('the token is not valid');
    return request.facts;
  }
}

/** Passport writes the outcome of one request into the strategy that it was given, so each request gets one of its own. */
function optionsFor(strategy: BearerStrategy): { defaultStrategy: string; property: string } {
  return {
    get defaultStrategy() {
      return Object.create(strategy) as string;
    },
    property: 'facts',
  };
}
