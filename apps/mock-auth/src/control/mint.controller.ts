import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../http/tokens.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import type { MintedToken } from '../mint/minted-token.js';
import { RECIPES, TOKEN_KINDS, type Recipe } from '../mint/recipes.js';
import { MockAuthSettings } from '../settings.js';
import { BodyOf } from './body/body-of.js';
import { MintBody, mintFor } from './mint-operations.js';
import { Operation } from './operation.js';

/** A kind of token, and what is wrong with it where something is. */
export interface KindReport {
  readonly kind: string;
  readonly flaw?: string;
}

/** Any token without any flow. */
@Controller('control/tokens')
export class MintController {
  constructor(
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
    private readonly urls: IssuerUrl,
  ) {}

  @Get('kinds')
  @Operation({ summary: 'The kinds of tokens that can be minted', answer: 'TokenKind', many: true })
  listKinds(): KindReport[] {
    return TOKEN_KINDS.map((kind) => ({ kind, flaw: (RECIPES[kind] as Recipe).flaw }));
  }

  @Post()
  @HttpCode(200)
  @Operation({ summary: 'Mints a token', body: MintBody, answer: 'MintedToken' })
  mint(
    @World() world: IssuerWorld,
    @BodyOf(MintBody) body: MintBody,
    @Req() request: FastifyRequest,
  ): Promise<MintedToken> {
    const { audience, lifetime } = this.settings.tokens;
    return mintFor(world, body, {
      issuer: this.urls.of(request),
      audience,
      lifetime: Math.floor(lifetime / 1000),
    });
  }
}
