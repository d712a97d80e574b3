/** A command could not be done; `message` is the whole sentence that a person reads, and the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
