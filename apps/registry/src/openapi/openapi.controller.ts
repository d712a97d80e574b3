import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFileSync } from 'node:fs';
import { Requires } from '../access/requires.js';
import { answerDocument } from '../http/reply.js';
import { writeDocument } from './document.js';
import { Operation } from './operation.js';
import { OwnRoutes } from './own-routes.js';

const PACKAGE = new URL('../../package.json', import.meta.url);

/** `GET /api/v1/openapi.json`: the own API as OpenAPI 3.1, made from the controllers. */
@Controller('api/v1/openapi.json')
@Requires('nothing')
export class OpenApiController {
  private document: string | undefined;

  constructor(private readonly routes: OwnRoutes) {}

  @Get()
  @Operation({
    summary: 'This document.',
    answer: { 'application/json': { type: 'object', required: ['openapi', 'info', 'paths'] } },
    isConditional: true,
  })
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.document ??= JSON.stringify(writeDocument(this.routes.list(), readVersion()));
    answerDocument(request, reply, 'application/json', this.document);
  }
}

function readVersion(): string {
  return (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
}
