import type { IssuerWorld } from '../issuers/issuer-world.js';
import { reportClock, type ClockReport } from './clock-operations.js';

/** How an issuer stands. */
export interface IssuerReport {
  /** The first path segment; empty for the root issuer. */
  readonly name: string;
  /** The `iss` of its tokens, for callers at this address. */
  readonly issuer: string;
  readonly clock: ClockReport;
  readonly clients: readonly string[];
  readonly users: readonly string[];
  readonly faults: number;
  readonly requests: number;
}

export function reportIssuer(world: IssuerWorld, issuer: string): IssuerReport {
  const { clients, users } = world.identities.lists;
  return {
    name: world.name,
    issuer,
    clock: reportClock(world.clock),
    clients: clients.map(({ subject }) => subject),
    users: users.map(({ subject }) => subject),
    faults: world.faults.list().length,
    requests: world.journal.list().length,
  };
}
