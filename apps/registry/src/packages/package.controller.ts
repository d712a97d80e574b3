import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { Requires } from '../access/requires.js';
import { answerDocument } from '../http/reply.js';
import { CatalogueService } from './catalogue.service.js';
import { PackageDetails } from './package-details.js';
import { PartReader } from './part-reader.js';
import { presentReport } from './report-formats.js';

interface PackagePath {
  readonly repository: string;
  readonly reference: string;
}

/** Own API: one package. `{repository}` is one percent-encoded segment, `{reference}` a tag or a digest. */
@Requires({ action: 'pull', parameter: 'repository' })
@Controller('api/v1/packages/:repository/:reference')
export class PackageController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly details: PackageDetails,
    private readonly parts: PartReader,
  ) {}

  @Get()
  async get(
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository, reference } = request.params as PackagePath;
    const found = await this.catalogue.get(repository, reference);
    const document = await this.details.present(found, { caller, host: request.headers.host });
    answerDocument(request, reply, 'application/json', JSON.stringify(document));
  }

  /** `format`: json (default), sarif, text. */
  @Get('report')
  async report(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { repository, reference } = request.params as PackagePath;
    const found = await this.catalogue.get(repository, reference);
    const { contentType, body } = presentReport(found, reference, request);
    answerDocument(request, reply, contentType, body);
  }

  /** `part`: description, icon, license, release-notes, details. */
  @Get(':part')
  async part(
    @Param('part') part: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository, reference } = request.params as PackagePath;
    await this.parts.answer(await this.catalogue.get(repository, reference), part, request, reply);
  }
}
