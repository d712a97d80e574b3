/**
 * The version of the database, read once per turn of the event loop instead of once per answer.
 *
 * What this process commits is told by a message: whoever calls `forget` before passing it on makes sure that no answer given after an
 * acknowledgement rests on a version from before it. A request of the same turn had arrived before the version was read, so a commit of
 * another connection that it does not see was not acknowledged when it was sent.
 */
export class TurnVersion {
  private version: number | undefined;

  constructor(private readonly read: () => number) {}

  get(): number {
    if (this.version === undefined) {
      this.version = this.read();
      setImmediate(this.forget);
    }
    return this.version;
  }

  readonly forget = (): void => {
    this.version = undefined;
  };
}
