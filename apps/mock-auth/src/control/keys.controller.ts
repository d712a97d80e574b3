import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { BodyOf } from './body/body-of.js';
import { parseMoment } from './body/moment.js';
import {
  KeyMomentBody,
  KeyScenarioBody,
  playKeyScenario,
  reportKeys,
  type KeyReport,
} from './key-operations.js';
import { Operation } from './operation.js';

/** The keys of the issuer: what signs, and what the JWKS shows. */
@Controller('control/keys')
export class KeysController {
  @Get()
  @Operation({ summary: 'All keys, published or not', answer: 'Key', many: true })
  list(@World() world: IssuerWorld): Promise<KeyReport[]> {
    return reportKeys(world);
  }

  @Post()
  @HttpCode(200)
  @Operation({
    summary: 'Plays a key scenario in one call',
    body: KeyScenarioBody,
    answer: 'Key',
    many: true,
  })
  play(@World() world: IssuerWorld, @BodyOf(KeyScenarioBody) body: KeyScenarioBody): Promise<KeyReport[]> {
    return playKeyScenario(world, body);
  }

  @Post(':kid/promote')
  @HttpCode(200)
  @Operation({ summary: 'From here on the key signs; the JWKS stays as it is', answer: 'Key', many: true })
  promote(@World() world: IssuerWorld, @Param('kid') kid: string): Promise<KeyReport[]> {
    world.keys.promote(kid);
    return reportKeys(world);
  }

  @Post(':kid/publish')
  @HttpCode(200)
  @Operation({ summary: 'The JWKS shows the key', body: KeyMomentBody, answer: 'Key', many: true })
  publish(
    @World() world: IssuerWorld,
    @Param('kid') kid: string,
    @BodyOf(KeyMomentBody) { at }: KeyMomentBody,
  ): Promise<KeyReport[]> {
    world.keys.publish(kid, parseMoment(at, world.clock.now()));
    return reportKeys(world);
  }

  @Post(':kid/retire')
  @HttpCode(200)
  @Operation({ summary: 'The JWKS no longer shows the key', body: KeyMomentBody, answer: 'Key', many: true })
  retire(
    @World() world: IssuerWorld,
    @Param('kid') kid: string,
    @BodyOf(KeyMomentBody) { at }: KeyMomentBody,
  ): Promise<KeyReport[]> {
    world.keys.retire(kid, parseMoment(at, world.clock.now()));
    return reportKeys(world);
  }
}
