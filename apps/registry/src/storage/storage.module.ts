import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RequestMetrics } from '../http/request-metrics.js';
import type { RegistrySettings } from '../settings.js';
import { MeasuredBlobStore } from './measured-blob-store.js';
import { StorageCalls } from './storage-calls.js';
import type { Stores } from './stores.js';
import { BLOB_STORE, METADATA, SETTINGS } from './tokens.js';

/** Hands the opened stores and the settings to every room. Whoever opened the stores closes them. */
@Global()
@Module({})
export class StorageModule {
  static with(settings: RegistrySettings, { blobs, metadata }: Stores): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: settings },
      {
        provide: BLOB_STORE,
        inject: [RequestMetrics],
        useFactory: ({ registry }: RequestMetrics) =>
          new MeasuredBlobStore(blobs, new StorageCalls(registry, blobs.driver)),
      },
      { provide: METADATA, useValue: metadata },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
