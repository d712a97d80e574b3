import { EXIT, type ExitCode } from './exit-code.js';

/** What a command could not do; the sentence is all that a person needs. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';

  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.unreadable,
  ) {
    super(message);
  }
}
