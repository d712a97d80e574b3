import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs/blobs.module.js';
import { RepositoriesModule } from '../repositories/repositories.module.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueService } from './catalogue.service.js';
import { LayerReader } from './layer-reader.js';
import { PackageDetails } from './package-details.js';
import { PackageJudge } from './package-judge.js';
import { PackageController } from './package.controller.js';
import { PartReader } from './part-reader.js';
import { ValidationController } from './validation.controller.js';
import { ValidationMetrics } from './validation-metrics.js';
import { ValidationService } from './validation.service.js';

/** Margo application packages: judged when they are pushed, listed and shown afterwards. */
@Module({
  imports: [BlobsModule, RepositoriesModule],
  controllers: [CatalogueController, PackageController, ValidationController],
  providers: [
    CatalogueService,
    LayerReader,
    PackageDetails,
    PackageJudge,
    PartReader,
    ValidationMetrics,
    ValidationService,
  ],
  exports: [PackageJudge],
})
export class PackagesModule {}
