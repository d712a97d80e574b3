/** What is wrong with one value of a body. */
export interface BodyFault {
  /** Where it stands, such as `faults[0].status`. */
  readonly path: string;
  /** What is wrong, to be read after the path. */
  readonly fault: string;
}

/** A refusal of the control API, as RFC 9457 shapes it: what is wrong, and what to do. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';

  constructor(
    readonly status: number,
    detail: string,
    readonly errors: readonly BodyFault[] = [],
  ) {
    super(detail);
  }
}
