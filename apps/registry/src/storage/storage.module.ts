import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { RegistrySettings } from '../settings.js';
import type { Stores } from './stores.js';
import { BLOB_STORE, METADATA, SETTINGS } from './tokens.js';

/** Hands the opened stores and the settings to every room. Whoever opened the stores closes them. */
@Global()
@Module({})
export class StorageModule {
  static with(settings: RegistrySettings, stores: Stores): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: settings },
      { provide: BLOB_STORE, useValue: stores.blobs },
      { provide: METADATA, useValue: stores.metadata },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
