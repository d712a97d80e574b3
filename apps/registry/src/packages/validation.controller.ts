import { OciError } from '@margo-registry/oci';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../access/requires.js';
import { checkQuery } from '../http/checked-query.js';
import { RequestBody } from '../http/request-body.js';
import { WorksReadOnly } from '../maintenance/read-only/works-read-only.js';
import { Operation } from '../openapi/operation.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { VALIDATION_CONTENT } from './package-schemas.js';
import { renderFindings } from './report-formats.js';
import { INPUT_TYPES, LARGEST_INPUT, parseInputKind } from './validation-input.js';
import { ValidationQuery } from './validation.query.js';
import { ValidationService, type Validation } from './validation.service.js';

const BODY = {
  ...Object.fromEntries(INPUT_TYPES.description.map((type) => [type, {}])),
  ...Object.fromEntries(INPUT_TYPES.archive.map((type) => [type, { type: 'string', format: 'binary' }])),
};

/** Own API: what a push would be told, without pushing. A description, a folder as an archive, or a reference of this registry. */
@Requires({ action: 'pull', query: 'reference' })
@Controller('api/v1/validate')
export class ValidationController {
  constructor(
    private readonly validation: ValidationService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post()
  @WorksReadOnly()
  @HttpCode(200)
  @Operation({
    summary: 'What a push would be told; nothing is stored.',
    description:
      'Judges a description alone, a folder as an archive, or the package that reference names here, which needs no body. ' +
      'The answer is 200 whether or not something was found.',
    query: ValidationQuery,
    body: BODY,
    answer: VALIDATION_CONTENT,
    problems: [400, 404, 408, 413, 415],
  })
  async validate(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = checkQuery(request, ValidationQuery);
    const { findings, source, ...facts } = await this.judge(query, request, reply);
    const subject = query.reference ?? 'body';
    const { contentType, body } = renderFindings({ findings, source, subject, facts }, request);
    reply.header('Content-Type', contentType).header('Cache-Control', 'no-store').send(Buffer.from(body));
  }

  private async judge(
    query: ValidationQuery,
    { raw }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Validation> {
    if (query.reference !== undefined) return this.validation.validateReference(query.reference, query);
    const kind = parseInputKind(raw.headers['content-type']);
    const body = new RequestBody(raw, reply.raw, this.settings.uploads);
    const bytes = await body.collect(LARGEST_INPUT[kind], 'input-too-large');
    if (bytes.length === 0) throw nothingSent();
    return this.validation.validateBody(kind, bytes, query);
  }
}

function nothingSent(): OciError {
  return new OciError('request-invalid', {
    message: 'The body is empty. Send a description or an archive, or name a package with ?reference=.',
  });
}
