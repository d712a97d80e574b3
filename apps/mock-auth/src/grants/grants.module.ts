import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { ClientCredentialsGrant } from './client-credentials.js';
import type { Grant } from './grant.js';
import { Grants, GRANTS } from './grants.js';
import { PasswordGrant } from './password.js';
import { RefreshTokenGrant } from './refresh-token.js';
import { SessionTokens } from './session-tokens.js';
import { TokenExchangeGrant } from './token-exchange.js';
import { TokenController } from './token.controller.js';

/** In the order in which the metadata names them. */
const ALL = [ClientCredentialsGrant, PasswordGrant, RefreshTokenGrant, TokenExchangeGrant];

@Module({
  imports: [AuthenticationModule, TokensModule],
  controllers: [TokenController],
  providers: [
    Grants,
    SessionTokens,
    ...ALL,
    { provide: GRANTS, useFactory: (...grants: Grant[]) => grants, inject: ALL },
  ],
})
export class GrantsModule {}
