/** A key was named that the ring does not hold; the sentence names those it holds. */
export class KeyNotFoundError extends Error {
  override readonly name = 'KeyNotFoundError';

  constructor(what: string, kids: readonly string[]) {
    super(`There is no ${what}. The ring holds ${kids.length === 0 ? 'none yet' : kids.join(', ')}.`);
  }
}
