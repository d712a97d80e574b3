import { isOciError, OciError } from '@margo-registry/oci';
import { Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestBody } from '../../http/request-body.js';
import type { RegistrySettings } from '../../settings.js';
import { SETTINGS } from '../../storage/tokens.js';
import { WorksReadOnly } from '../../maintenance/read-only/works-read-only.js';
import { Requires } from '../requires.js';
import { TokenErrorFilter } from './token-error.filter.js';
import { TokenService, type RawTokenRequest } from './token.service.js';

/** A form with a password and fifty scopes is a tenth of it. */
const LARGEST_FORM = 64 * 1024;

/** `/token`: where clients trade names and passwords for tokens. */
@Controller('token')
@Requires('nothing')
@UseFilters(TokenErrorFilter)
export class TokenController {
  constructor(
    private readonly tokens: TokenService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, { method: 'GET', ...common(request) });
  }

  @Post()
  @WorksReadOnly()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const body = await this.readForm(request, reply);
    await this.answer(reply, { method: 'POST', body, ...common(request) });
  }

  private async answer(reply: FastifyReply, request: RawTokenRequest): Promise<void> {
    const { status, headers, body } = await this.tokens.answer(request);
    reply
      .code(status)
      .headers({ ...headers, 'Cache-Control': 'no-store', Pragma: 'no-cache' })
      .header('Content-Type', 'application/json')
      .send(Buffer.from(JSON.stringify(body)));
  }

  private async readForm({ raw }: FastifyRequest, reply: FastifyReply): Promise<string> {
    const type = raw.headers['content-type'] ?? '';
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type))
      throw new OciError('request-invalid', {
        message:
          'The body is not application/x-www-form-urlencoded. Send a form, and say so in Content-Type.',
      });
    try {
      const form = new RequestBody(raw, reply.raw, this.settings.uploads);
      return (await form.collect(LARGEST_FORM, 'blob-too-large')).toString();
    } catch (error) {
      if (!isOciError(error, 'blob-too-large')) throw error;
      throw new OciError('request-invalid', { message: `The form is larger than ${LARGEST_FORM} bytes.` });
    }
  }
}

function common(
  request: FastifyRequest,
): Pick<RawTokenRequest, 'search' | 'authorization' | 'requestId' | 'rawHeaders' | 'address'> {
  const { url = '', headers, rawHeaders } = request.raw;
  const mark = url.indexOf('?');
  return {
    search: mark < 0 ? '' : url.slice(mark),
    authorization: headers.authorization,
    requestId: request.id,
    rawHeaders,
    address: request.ip,
  };
}
