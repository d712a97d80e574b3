import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { MockAuthSettings } from '../settings.js';
import { ErrorFilter } from './error.filter.js';
import { LOGGER, SETTINGS } from './tokens.js';

/** What every room needs: the settings, the log, the filter, and where the server is. */
@Global()
@Module({})
export class HttpModule {
  static with(settings: MockAuthSettings, logger: Logger): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOGGER, useValue: logger },
        ErrorFilter,
        IssuerUrl,
      ],
      exports: [SETTINGS, LOGGER, ErrorFilter, IssuerUrl],
    };
  }
}
