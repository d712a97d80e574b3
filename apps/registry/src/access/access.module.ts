import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { RegistrySettings } from '../settings.js';
import { Admission } from './admission.js';
import { BearerAccessGuard } from './bearer-access.guard.js';
import { BearerStrategy } from './bearer.strategy.js';
import { OpenAccessGuard } from './open-access.guard.js';
import { LocalPolicy } from './rights/local-policy.js';
import { OwnTokenVerifier } from './token-service/own-token-verifier.js';
import { OwnTokens } from './token-service/own-tokens.js';
import { TokenServiceModule } from './token-service/token-service.module.js';
import { TokenMetrics } from './token-metrics.js';
import { tokensOf } from './tokens/tokens-of.js';
import { Tokens } from './tokens/tokens.js';

/** Who may do what: one guard for all routes, chosen by the mode. */
@Module({})
export class AccessModule {
  static with({ access }: RegistrySettings): DynamicModule {
    if (access.mode === 'none') return { module: AccessModule, providers: OPEN };
    return { module: AccessModule, imports: [TokenServiceModule], providers: bearer(access) };
  }
}

const OPEN: Provider[] = [{ provide: APP_GUARD, useClass: OpenAccessGuard }];

function bearer(access: RegistrySettings['access']): Provider[] {
  return [
    { provide: LocalPolicy, useValue: new LocalPolicy(access) },
    {
      provide: Tokens,
      inject: [OwnTokens],
      useFactory: (own: OwnTokens) => tokensOf(access, [new OwnTokenVerifier(own)]),
    },
    TokenMetrics,
    BearerStrategy,
    Admission,
    { provide: APP_GUARD, useClass: BearerAccessGuard },
  ];
}
