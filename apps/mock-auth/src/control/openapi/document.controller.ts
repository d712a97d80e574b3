import { Controller, Get, Header } from '@nestjs/common';
import { Operation } from '../operation.js';
import { describeControl } from './control-document.js';
import { CONTROLLERS } from '../controllers.js';

/** The description of this API for programs. */
@Controller('control')
export class DocumentController {
  @Get('openapi.json')
  @Header('Content-Type', 'application/json')
  @Operation({ summary: 'This API as OpenAPI 3.1', answer: 'Document' })
  describe(): object {
    return describeControl([...CONTROLLERS, DocumentController]);
  }
}
