import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { QueryOf } from './body/body-of.js';
import {
  AssertionFilter,
  assertJournal,
  JournalFilter,
  type AssertionReport,
  type JournalReport,
} from './journal-operations.js';
import { Operation } from './operation.js';

/** What was asked of the issuer, and whether it was asked rightly. */
@Controller('control/journal')
export class JournalController {
  @Get()
  @Operation({ summary: 'The requests, oldest first', query: JournalFilter, answer: 'Journal' })
  list(@World() { journal }: IssuerWorld, @QueryOf(JournalFilter) filter: JournalFilter): JournalReport {
    return { entries: journal.list(filter), dropped: journal.dropped };
  }

  @Delete()
  @HttpCode(204)
  @Operation({ summary: 'Empties the journal' })
  clear(@World() { journal }: IssuerWorld): void {
    journal.reset();
  }

  @Get('assertions/:assertion')
  @Operation({
    summary: 'Whether token-requests, token-reuse or query-secrets holds',
    query: AssertionFilter,
    answer: 'Assertion',
  })
  check(
    @World() world: IssuerWorld,
    @Param('assertion') assertion: string,
    @QueryOf(AssertionFilter) filter: AssertionFilter,
  ): AssertionReport {
    return assertJournal(world, assertion, filter);
  }
}
