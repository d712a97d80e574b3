import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { ActiveFault } from '../faults/fault-rule.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { BodyOf } from './body/body-of.js';
import { ControlProblem } from './control-problem.js';
import { FaultBody, setFault } from './fault-operations.js';
import { Operation } from './operation.js';

/** What goes wrong at the issuer. */
@Controller('control/faults')
export class FaultsController {
  @Get()
  @Operation({ summary: 'All fault rules with what they have met', answer: 'Fault', many: true })
  list(@World() { faults }: IssuerWorld): ActiveFault[] {
    return faults.list();
  }

  @Post()
  @Operation({ summary: 'Sets a fault rule', body: FaultBody, answer: 'Fault', status: 201 })
  set(@World() world: IssuerWorld, @BodyOf(FaultBody) body: FaultBody): Promise<ActiveFault> {
    return setFault(world, body);
  }

  @Delete()
  @HttpCode(204)
  @Operation({ summary: 'Removes all fault rules' })
  clear(@World() { faults }: IssuerWorld): void {
    faults.reset();
  }

  @Delete(':id')
  @HttpCode(204)
  @Operation({ summary: 'Removes a fault rule' })
  remove(@World() { faults }: IssuerWorld, @Param('id') id: string): void {
    if (faults.remove(id)) return;
    const ids = faults.list().map((fault) => fault.id);
    throw new ControlProblem(404, `There is no such fault rule; there are ${ids.join(', ') || 'none'}.`);
  }
}
