import { Controller, Get, Header } from '@nestjs/common';

/** Probes. The mock depends on nothing: once it answers, it is ready. */
@Controller('health')
export class HealthController {
  @Get(['live', 'ready', 'startup'])
  @Header('Cache-Control', 'no-store')
  answer(): object {
    return { status: 'ok' };
  }
}
