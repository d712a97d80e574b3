/**
 * In milliseconds. The server gives up a statement of a command by itself; the client gives up a connection that stays silent for longer
 * than anything could take.
 */
export const TIME_LIMITS = {
  /** For a connection: to the server, out of the pool, or behind a pooler that keeps a transaction waiting for one. */
  connection: 5_000,
  /** For a query; they are short by design. */
  query: 10_000,
  /** For one statement of a command, unless the settings say otherwise. */
  statement: 30_000,
  /** In which somebody who reads a snapshot asks for nothing, as where a backup is written to a slow disk. */
  snapshot: 120_000,
  /** How much longer the client waits than the server should take. */
  silence: 5_000,
} as const;
