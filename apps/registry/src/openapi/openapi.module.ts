import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OpenApiController } from './openapi.controller.js';
import { OwnRoutes } from './own-routes.js';

/** What the registry says of its own API. */
@Module({
  imports: [DiscoveryModule],
  controllers: [OpenApiController],
  providers: [OwnRoutes],
  exports: [OwnRoutes],
})
export class OpenApiModule {}
