/** What a command could not do; the sentence is all that a person needs. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
