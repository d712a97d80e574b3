import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { World } from '../issuers/world.js';
import { PlainBody } from './body/body-of.js';
import { reportIssuer, type IssuerReport } from './issuer-report.js';
import { Operation } from './operation.js';
import { loadScenario, ScenarioBody } from './scenario-operations.js';

/** The issuer as a whole. */
@Controller('control')
export class IssuerController {
  constructor(
    private readonly worlds: IssuerWorlds,
    private readonly urls: IssuerUrl,
  ) {}

  @Get()
  @Operation({ summary: 'How the issuer stands', answer: 'Issuer' })
  show(@World() world: IssuerWorld, @Req() request: FastifyRequest): IssuerReport {
    return reportIssuer(world, this.urls.of(request));
  }

  @Post('reset')
  @HttpCode(200)
  @Operation({
    summary: 'Makes the issuer as it was at the start; other issuers are not touched',
    answer: 'Issuer',
  })
  reset(@World() world: IssuerWorld, @Req() request: FastifyRequest): IssuerReport {
    world.reset();
    return reportIssuer(world, this.urls.of(request));
  }

  @Post('scenario')
  @HttpCode(200)
  @Operation({
    summary: 'Loads identities, clock, keys and faults at once: all of it, or nothing',
    body: ScenarioBody,
    answer: 'Issuer',
  })
  async load(
    @World() world: IssuerWorld,
    @PlainBody() data: unknown,
    @Req() request: FastifyRequest,
  ): Promise<IssuerReport> {
    return reportIssuer(await loadScenario(this.worlds, world.name, data), this.urls.of(request));
  }
}
