/** What the specification demands of every package. */
export const REFUSED = { enforce: 'error', warn: 'error' } as const;
/** What only a registry that enforces refuses. */
export const REFUSED_WHEN_ENFORCED = { enforce: 'error', warn: 'warning' } as const;
/** What is worth mending and never refused. */
export const ADVISED = { enforce: 'warning', warn: 'warning' } as const;
/** What is worth knowing. */
export const TOLD = { enforce: 'info', warn: 'info' } as const;
