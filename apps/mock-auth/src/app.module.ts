import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { ControlModule } from './control/control.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { DockerModule } from './docker/docker.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import type { IssuerWorlds } from './issuers/issuer-worlds.js';
import { IssuersModule } from './issuers/issuers.module.js';
import type { MockAuthSettings } from './settings.js';
import { TokensModule } from './tokens/tokens.module.js';

/** The rooms of the mock. */
@Module({})
export class AppModule {
  static with(settings: MockAuthSettings, worlds: IssuerWorlds, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        HttpModule.with(settings, logger),
        IssuersModule.with(worlds),
        GrantsModule,
        TokensModule,
        DockerModule,
        DiscoveryModule,
        HealthModule,
        ControlModule,
      ],
    };
  }
}
