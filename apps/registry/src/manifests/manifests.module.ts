import { Module } from '@nestjs/common';
import { PackagesModule } from '../packages/packages.module.js';
import { RepositoriesModule } from '../repositories/repositories.module.js';
import { ManifestsController } from './manifests.controller.js';
import { ManifestsService } from './manifests.service.js';
import { ReferrersController } from './referrers.controller.js';
import { TagsController } from './tags.controller.js';

@Module({
  imports: [RepositoriesModule, PackagesModule],
  controllers: [ManifestsController, TagsController, ReferrersController],
  providers: [ManifestsService],
})
export class ManifestsModule {}
