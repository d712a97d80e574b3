/** How the process ends; 78 is `EX_CONFIG` of sysexits: starting again will not help. */
export const EXIT = { fine: 0, failed: 1, usage: 2, configuration: 78 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
