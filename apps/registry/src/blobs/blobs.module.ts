import { Module } from '@nestjs/common';
import { BlobsController } from './blobs.controller.js';
import { BlobsService } from './blobs.service.js';
import { DirectUrls } from './direct-urls.js';

@Module({ controllers: [BlobsController], providers: [BlobsService, DirectUrls], exports: [BlobsService] })
export class BlobsModule {}
