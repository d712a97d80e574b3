/** A start that cannot go on because of how it was set up: one sentence with the remedy, no stack, exit code 78. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
