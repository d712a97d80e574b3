import { Injectable } from '@nestjs/common';

/** Whether the process has been told to stop; readiness says so before the listener closes. */
@Injectable()
export class DrainState {
  isDraining = false;
}
