import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AccessModule } from './access/access.module.js';
import { BlobsModule } from './blobs/blobs.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { ReadOnlyModule } from './maintenance/read-only/read-only.module.js';
import { ManifestsModule } from './manifests/manifests.module.js';
import { PackagesModule } from './packages/packages.module.js';
import { RepositoriesModule } from './repositories/repositories.module.js';
import type { RegistrySettings } from './settings.js';
import { StorageModule } from './storage/storage.module.js';
import type { Stores } from './storage/stores.js';
import { UploadsModule } from './uploads/uploads.module.js';

/** The rooms of the registry. */
@Module({})
export class AppModule {
  static with(settings: RegistrySettings, stores: Stores, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        HttpModule.with(logger),
        StorageModule.with(settings, stores),
        AccessModule.with(settings),
        ReadOnlyModule,
        RepositoriesModule,
        BlobsModule,
        UploadsModule,
        ManifestsModule,
        PackagesModule,
        HealthModule,
        MaintenanceModule,
      ],
    };
  }
}
