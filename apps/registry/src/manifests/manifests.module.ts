import { Module } from '@nestjs/common';
import { RepositoriesModule } from '../repositories/repositories.module.js';
import { ManifestsController } from './manifests.controller.js';
import { ManifestsService } from './manifests.service.js';
import { ReferrersController } from './referrers.controller.js';
import { TagsController } from './tags.controller.js';

@Module({
  imports: [RepositoriesModule],
  controllers: [ManifestsController, TagsController, ReferrersController],
  providers: [ManifestsService],
})
export class ManifestsModule {}
