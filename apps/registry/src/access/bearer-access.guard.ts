import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { AuditLog } from './audit-log.js';
import { readBearerToken } from './bearer-token.js';
import { BearerStrategy } from './bearer.strategy.js';
import { Realm } from './realm.js';
import { Refusals } from './refusals.js';
import { setCaller } from './request-caller.js';
import { needFor } from './requires.js';
import { Caller } from './rights/caller.js';
import { decide } from './rights/decision.js';
import { LocalPolicy } from './rights/local-policy.js';
import { isSensitive, type Need } from './rights/need.js';
import type { TokenFacts } from './tokens/token-facts.js';
import { TokenRefused } from './tokens/token-refused.js';
import { Tokens } from './tokens/tokens.js';

type Verifying = FastifyRequest & { asksAnew?: boolean; facts?: TokenFacts };

/** Mode `bearer`: passport verifies the token where it is not remembered, and what it allows is compared with what the route declares. */
@Injectable()
export class BearerAccessGuard extends AuthGuard() implements CanActivate {
  private readonly refusals: Refusals;
  private readonly audit: AuditLog;
  private readonly anonymous: Caller;
  private readonly callers = new WeakMap<TokenFacts, Caller>();

  constructor(
    strategy: BearerStrategy,
    private readonly tokens: Tokens,
    private readonly policy: LocalPolicy,
    @Inject(SETTINGS) settings: RegistrySettings,
    @Inject(LOGGER) logger: Logger,
    private readonly reflector: Reflector,
  ) {
    super(optionsFor(strategy));
    this.refusals = new Refusals(new Realm(settings), settings.access.audience);
    this.audit = new AuditLog(logger, policy);
    this.anonymous = Caller.anonymous(policy);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Verifying>();
    const need = needFor(context, request, this.reflector);
    if (!need) return true;
    const caller = await this.findCaller(context, request, need);
    const decision = decide(need, caller);
    this.audit.write(need, caller, decision, request.id);
    if (decision.outcome !== 'allowed') throw this.refusals.of(decision, need, request.raw);
    setCaller(request.raw, caller);
    return true;
  }

  private async findCaller(context: ExecutionContext, request: Verifying, need: Need): Promise<Caller> {
    try {
      const token = readBearerToken(request.raw);
      if (token === undefined) return this.anonymous;
      const anew = isSensitive(need);
      return this.callerOf(this.tokens.recall(token, anew) ?? (await this.verify(context, request, anew)));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      this.audit.writeRefused(need, error.message, request.id);
      throw this.refusals.ofToken(error.message, need, request.raw);
    }
  }

  private async verify(context: ExecutionContext, request: Verifying, anew: boolean): Promise<TokenFacts> {
    request.asksAnew = anew;
    await super.canActivate(context);
    if (!request.facts) throw new TokenRefused('the token is not valid');
    return request.facts;
  }

  private callerOf(facts: TokenFacts): Caller {
    const known = this.callers.get(facts);
    if (known) return known;
    const caller = Caller.of(facts, this.policy);
    this.callers.set(facts, caller);
    return caller;
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
