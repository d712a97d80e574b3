import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { AuditLog } from './audit-log.js';
import { Realm } from './realm.js';
import { Refusals } from './refusals.js';
import { setCaller } from './request-caller.js';
import { Caller } from './rights/caller.js';
import { decide } from './rights/decision.js';
import { LocalPolicy } from './rights/local-policy.js';
import type { Need } from './rights/need.js';
import type { TokenFacts } from './tokens/token-facts.js';

/** What follows once it is known who asks: the decision, the line in the log, and the refusal with its challenge. */
@Injectable()
export class Admission {
  private readonly refusals: Refusals;
  private readonly audit: AuditLog;
  private readonly anonymous: Caller;
  private readonly callers = new WeakMap<TokenFacts, Caller>();

  constructor(
    private readonly policy: LocalPolicy,
    @Inject(SETTINGS) settings: RegistrySettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.refusals = new Refusals(new Realm(settings), settings.access.audience);
    this.audit = new AuditLog(logger, policy);
    this.anonymous = Caller.anonymous(policy);
  }

  /** The caller of a verified token, or of a request without one. */
  callerOf(facts: TokenFacts | undefined): Caller {
    if (!facts) return this.anonymous;
    const known = this.callers.get(facts);
    if (known) return known;
    const caller = Caller.of(facts, this.policy);
    this.callers.set(facts, caller);
    return caller;
  }

  /** Hands the caller to the handler. Throws `unauthorized` or `denied`. */
  admit(caller: Caller, need: Need, request: FastifyRequest): void {
    const decision = decide(need, caller);
    this.audit.write(need, caller, decision, request.id);
    if (decision.outcome !== 'allowed') throw this.refusals.of(decision, need, request.raw);
    setCaller(request.raw, caller);
  }

  /** Throws `unauthorized`: a token that is not valid is refused, also where none was needed. */
  refuseToken(reason: string, need: Need, request: FastifyRequest): never {
    this.audit.writeRefused(need, reason, request.id);
    throw this.refusals.ofToken(reason, need, request.raw);
  }
}
