import { Module } from '@nestjs/common';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import type { Logger } from 'pino';
import { LOGGER } from '../../http/logger.js';
import type { RegistrySettings } from '../../settings.js';
import { METADATA, SETTINGS } from '../../storage/tokens.js';
import { OwnTokens } from './own-tokens.js';
import { TokenErrorFilter } from './token-error.filter.js';
import { openTokenSources, TOKEN_SOURCES } from './token-sources.js';
import { TokenController } from './token.controller.js';
import { TokenService } from './token.service.js';

/** `/token` and the tokens that this registry signs itself. */
@Module({
  controllers: [TokenController],
  providers: [
    TokenService,
    TokenErrorFilter,
    {
      provide: OwnTokens,
      inject: [METADATA, SETTINGS],
      useFactory: ({ identity }: MetadataStore, { access }: RegistrySettings) =>
        new OwnTokens({ ...identity, audience: access.audience }),
    },
    {
      provide: TOKEN_SOURCES,
      inject: [SETTINGS, OwnTokens, LOGGER],
      useFactory: ({ access }: RegistrySettings, tokens: OwnTokens, logger: Logger) =>
        openTokenSources({ access, tokens, logger }),
    },
  ],
  exports: [OwnTokens],
})
export class TokenServiceModule {}
