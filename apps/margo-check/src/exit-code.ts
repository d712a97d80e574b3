/** How `margo-check` ends. */
export const EXIT = {
  /** Nothing was found that a registry which enforces refuses. */
  acceptable: 0,
  /** At least one error was found, or a registry refused the push. */
  refused: 1,
  /** The command line was not understood, or what it names cannot be read or reached. */
  unreadable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
