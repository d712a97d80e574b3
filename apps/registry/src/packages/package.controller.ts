import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { Requires } from '../access/requires.js';
import { answerDocument } from '../http/reply.js';
import { Operation } from '../openapi/operation.js';
import { REFERENCE_PARAMETER, REPOSITORY_PARAMETER } from '../openapi/path-parameters.js';
import { CatalogueService } from './catalogue.service.js';
import { PackageDetails } from './package-details.js';
import { PartReader } from './part-reader.js';
import { PACKAGE_CONTENT, REPORT_CONTENT } from './package-schemas.js';
import { listPartTypes, PART_NAMES } from './package-parts.js';
import { REPORT_FORMATS, presentReport } from './report-formats.js';
import { ReportsService } from './reports.service.js';

const PATH = { repository: REPOSITORY_PARAMETER, reference: REFERENCE_PARAMETER };

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
    private readonly reports: ReportsService,
  ) {}

  @Get()
  @Operation({
    summary: 'One package: description, parts, components, referrers and findings.',
    path: PATH,
    answer: PACKAGE_CONTENT,
    isConditional: true,
    problems: [400, 404],
  })
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

  @Get('report')
  @Operation({
    summary: 'What was found in a package or a component.',
    description:
      'Of a package or a Compose Archive, what was found when it was pushed or tagged last; of a Helm chart, and of Compose ' +
      'Archives that were not looked at when they came, what is found now.',
    path: PATH,
    query: {
      format: {
        describe: 'Of the answer; else what Accept asks for, else json.',
        schema: { type: 'string', enum: REPORT_FORMATS },
      },
    },
    answer: REPORT_CONTENT,
    isConditional: true,
    problems: [400, 404],
  })
  async report(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { repository, reference } = request.params as PackagePath;
    const report = await this.reports.get(repository, reference);
    const { contentType, body } = presentReport(report, request);
    reply.header('X-Content-Type-Options', 'nosniff');
    answerDocument(request, reply, contentType, body);
  }

  @Get(':part')
  @Operation({
    summary: 'A part of a package as it was pushed, without rights in a browser.',
    path: {
      ...PATH,
      part: { describe: 'Which part.', schema: { type: 'string', enum: PART_NAMES } },
    },
    answer: Object.fromEntries(listPartTypes().map((type) => [type, {}])),
    isConditional: true,
    problems: [400, 404],
  })
  async part(
    @Param('part') part: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository, reference } = request.params as PackagePath;
    await this.parts.answer(await this.catalogue.get(repository, reference), part, request, reply);
  }
}
