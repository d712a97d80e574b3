import { Controller, Delete, Get, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ForCaller } from '../../access/request-caller.js';
import { Requires } from '../../access/requires.js';
import { Caller } from '../../access/rights/caller.js';
import { checkQuery } from '../../http/checked-query.js';
import { Operation } from '../../openapi/operation.js';
import { ReadOnlyMode } from './read-only-mode.js';
import { READ_ONLY_CONTENT, statusOf, type ReadOnlyStatus } from './read-only-status.js';
import { ReadOnlyQuery } from './read-only.query.js';
import { WorksReadOnly } from './works-read-only.js';

/** Own API: whether writes are refused for now, on every replica. For admins. */
@Controller('api/v1/maintenance/read-only')
@Requires('maintenance')
@WorksReadOnly()
export class ReadOnlyController {
  constructor(private readonly mode: ReadOnlyMode) {}

  @Get()
  @Operation({ summary: 'Whether the registry takes no writes for now.', answer: READ_ONLY_CONTENT })
  async status(): Promise<ReadOnlyStatus> {
    return statusOf(await this.mode.findNow());
  }

  @Put()
  @Operation({
    summary: 'Refuses writes from now on, on every replica within a second and also after a restart.',
    description:
      'Writes are answered with 503 and Retry-After; pulls go on, nothing is collected. What is under way ends. ' +
      'Where it is on already, it stays as it was.',
    query: ReadOnlyQuery,
    answer: READ_ONLY_CONTENT,
    problems: [400],
  })
  async turnOn(@Req() request: FastifyRequest, @ForCaller() caller: Caller): Promise<ReadOnlyStatus> {
    const { reason } = checkQuery(request, ReadOnlyQuery);
    return statusOf(await this.mode.turnOn({ by: caller.subject, reason }));
  }

  @Delete()
  @Operation({ summary: 'Takes writes again.', answer: READ_ONLY_CONTENT })
  async turnOff(): Promise<ReadOnlyStatus> {
    await this.mode.turnOff();
    return statusOf(undefined);
  }
}
