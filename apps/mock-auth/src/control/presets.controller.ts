import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../http/tokens.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import type { PresetReport } from '../presets/preset.js';
import { PRESET_NAMES, reportPreset, type PresetName } from '../presets/presets.js';
import { MockAuthSettings } from '../settings.js';
import { ControlProblem } from './control-problem.js';
import { Operation } from './operation.js';

/** What a party or a registry under test needs to be told. */
@Controller('control/presets')
export class PresetsController {
  constructor(
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
    private readonly urls: IssuerUrl,
  ) {}

  @Get()
  @Operation({ summary: 'All presets, with addresses of this issuer', answer: 'Preset', many: true })
  list(@World() world: IssuerWorld, @Req() request: FastifyRequest): Promise<PresetReport[]> {
    return Promise.all(PRESET_NAMES.map((name) => this.report(name, world, request)));
  }

  @Get(':name')
  @Operation({ summary: 'A preset, with addresses of this issuer', answer: 'Preset' })
  async show(
    @Param('name') name: string,
    @World() world: IssuerWorld,
    @Req() request: FastifyRequest,
  ): Promise<PresetReport> {
    const known = PRESET_NAMES.find((one) => one === name);
    if (known !== undefined) return this.report(known, world, request);
    throw new ControlProblem(404, `There is no preset of that name; there are ${PRESET_NAMES.join(', ')}.`);
  }

  private async report(name: PresetName, world: IssuerWorld, request: FastifyRequest): Promise<PresetReport> {
    const place = {
      issuer: this.urls.of(request),
      audience: this.settings.tokens.audience,
      endpoint: (path: string) => this.urls.endpoint(request, path),
    };
    return reportPreset(name, place, await world.keys.listPublished());
  }
}
