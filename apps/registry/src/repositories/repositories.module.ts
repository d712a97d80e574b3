import { Module } from '@nestjs/common';
import { CatalogController } from './catalog.controller.js';
import { RepositoriesController } from './repositories.controller.js';
import { RepositoriesService } from './repositories.service.js';
import { RepositoryPolicy } from './repository-policy.js';

@Module({
  controllers: [CatalogController, RepositoriesController],
  providers: [RepositoriesService, RepositoryPolicy],
  exports: [RepositoryPolicy],
})
export class RepositoriesModule {}
