import { Controller, Get, Patch } from '@nestjs/common';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { BodyOf } from './body/body-of.js';
import { ClockBody, moveClock, reportClock, type ClockReport } from './clock-operations.js';
import { Operation } from './operation.js';

/** The time of the issuer: what it issues, introspects and publishes agrees with it. */
@Controller('control/clock')
export class ClockController {
  @Get()
  @Operation({ summary: 'What time it is', answer: 'Clock' })
  show(@World() { clock }: IssuerWorld): ClockReport {
    return reportClock(clock);
  }

  @Patch()
  @Operation({ summary: 'Sets, advances, stops or resumes the clock', body: ClockBody, answer: 'Clock' })
  move(@World() { clock }: IssuerWorld, @BodyOf(ClockBody) body: ClockBody): ClockReport {
    return moveClock(clock, body);
  }
}
