/** A driver's package that was asked for and cannot be used. The message says which, what is wrong, and what to do. */
export class PluginError extends Error {
  override readonly name = 'PluginError';

  constructor(
    /** The name that was asked for, as it was given. */
    readonly packageName: string,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(`The storage plug-in "${packageName}" ${sentence}`, options);
  }
}
