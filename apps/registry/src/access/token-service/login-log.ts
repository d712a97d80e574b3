import { isOciError } from '@margo-registry/oci';
import type { Logger } from 'pino';

const TOLD = new Set(['unauthorized', 'too-many-logins']);

export interface LoginFacts {
  readonly requestId: string;
  readonly address: string;
  /** Of the htpasswd file; a name that is in none may be a password that was typed into the wrong field. */
  readonly account: string | undefined;
}

/** One line for each login that was refused, for whoever watches for guessing. Never a password. */
export class LoginLog {
  constructor(private readonly logger: Pick<Logger, 'info'>) {}

  refused(error: unknown, facts: LoginFacts): void {
    if (isOciError(error) && TOLD.has(error.reason))
      this.logger.info({ ...facts, decision: error.reason, rule: error.message }, 'login');
  }
}
