import { OciError } from '@margo-registry/oci';
import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { Requires } from '../access/requires.js';
import { FLAG } from '../openapi/json-schema.js';
import { Operation, type ParameterDescription } from '../openapi/operation.js';
import { COLLECTION_CONTENT, SWEEP_CONTENT } from './report-schemas.js';
import type { CollectionReport } from './collection-report.js';
import { Collection } from './collection.js';
import { WorksReadOnly } from './read-only/works-read-only.js';
import { OrphanSweep, type SweepReport } from './orphan-sweep.js';

const flag = (describe: string): ParameterDescription => ({
  describe,
  schema: { ...FLAG, default: false },
});

/** Own API: what goes on beside the requests, at once and with a report. For admins. */
@Controller('api/v1/maintenance')
@Requires('maintenance')
export class MaintenanceController {
  constructor(
    private readonly collection: Collection,
    private readonly sweep: OrphanSweep,
  ) {}

  @Post('collect')
  @WorksReadOnly()
  @HttpCode(200)
  @Operation({
    summary: 'Collects what nobody uses any longer.',
    query: { dryRun: flag('Only says what would go.') },
    answer: COLLECTION_CONTENT,
    problems: [400, 409],
  })
  collect(@Query('dryRun') dryRun?: string): Promise<CollectionReport> {
    return this.collection.run({ dryRun: parseFlag('dryRun', dryRun) });
  }

  @Post('sweep-orphans')
  @HttpCode(200)
  @Operation({
    summary: 'Looks for bytes that no row mentions.',
    query: { delete: flag('Deletes those that were seen twice, a day apart.') },
    answer: SWEEP_CONTENT,
    problems: [400, 409],
  })
  sweepOrphans(@Query('delete') remove?: string): Promise<SweepReport> {
    return this.sweep.run({ remove: parseFlag('delete', remove) });
  }
}

/** Throws `request-invalid`: a flag that is misspelt must not delete anything. */
function parseFlag(name: string, text = 'false'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new OciError('request-invalid', { message: `${name} is either true or false, or left out` });
}
