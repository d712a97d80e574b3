import { Module } from '@nestjs/common';
import { CONTROLLERS } from './controllers.js';
import { DocumentController } from './openapi/document.controller.js';

/** Everything that a test may do to an issuer, over HTTP. */
@Module({ controllers: [...CONTROLLERS, DocumentController] })
export class ControlModule {}
