/** `unknown-format`: neither zip nor tar; `broken`: cut or damaged; `too-large`: beyond a limit; `unsafe`: a name, link or entry that no folder may have. */
export type ArchiveErrorKind = 'unknown-format' | 'broken' | 'too-large' | 'unsafe';

/** An archive that is not unpacked. The message says what is wrong and what to do. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';

  constructor(
    readonly kind: ArchiveErrorKind,
    message: string,
  ) {
    super(message);
  }
}
