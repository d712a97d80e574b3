import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PATHS } from '../http/endpoints.js';
import { formOf } from '../http/form.js';
import { noteFacts } from '../journal/request-facts.js';
import type { TokenAnswer } from './grant.js';
import { Grants } from './grants.js';

/** The token endpoint of OAuth 2.0 (RFC 6749 section 3.2). */
@Controller()
export class TokenController {
  constructor(private readonly grants: Grants) {}

  @Post(PATHS.token)
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  answer(@Req() request: FastifyRequest, @Body() body: unknown): Promise<TokenAnswer> {
    const form = formOf(body);
    noteFacts(request.raw, { grant: form.find('grant_type')?.slice(0, 100), scope: form.find('scope') });
    return this.grants.answer(request, form);
  }
}
