import { Global, Module, type DynamicModule } from '@nestjs/common';
import { IssuerWorlds } from './issuer-worlds.js';

/** Gives every room the issuers: inject `IssuerWorlds`, or take the request's own with `@World()`. */
@Global()
@Module({})
export class IssuersModule {
  static with(worlds: IssuerWorlds): DynamicModule {
    return {
      module: IssuersModule,
      providers: [{ provide: IssuerWorlds, useValue: worlds }],
      exports: [IssuerWorlds],
    };
  }
}
