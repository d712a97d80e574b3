import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs/blobs.module.js';
import { RepositoriesModule } from '../repositories/repositories.module.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueService } from './catalogue.service.js';
import { ComponentJudge } from './component-judge.js';
import { ComponentReports } from './component-reports.js';
import { LayerReader } from './layer-reader.js';
import { OwnComponents } from './own-components.js';
import { PackageDetails } from './package-details.js';
import { PackageJudge } from './package-judge.js';
import { PackageController } from './package.controller.js';
import { PartReader } from './part-reader.js';
import { ReportsService } from './reports.service.js';
import { StoredJudge } from './stored-judge.js';
import { ValidationController } from './validation.controller.js';
import { ValidationMetrics } from './validation-metrics.js';
import { ValidationService } from './validation.service.js';

/** Margo application packages: judged when they are pushed, listed and shown afterwards. */
@Module({
  imports: [BlobsModule, RepositoriesModule],
  controllers: [CatalogueController, PackageController, ValidationController],
  providers: [
    CatalogueService,
    ComponentJudge,
    ComponentReports,
    LayerReader,
    PackageDetails,
    PackageJudge,
    OwnComponents,
    PartReader,
    ReportsService,
    StoredJudge,
    ValidationMetrics,
    ValidationService,
  ],
  exports: [PackageJudge],
})
export class PackagesModule {}
